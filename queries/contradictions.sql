-- Which documents contradict themselves? Printed numbers against the blocks found, options that exclude one another,
-- the title against the contents, and the newest change of an item against the body.
-- 自らと食い違う文書はどれか。件数と記載、排他的な選択肢、表題と内容、変更履歴と本文。

SELECT
    doc,
    code,
    key,
    message AS what,
    coalesce('p.' || page, 'l.' || line) AS place
FROM 'out/tables/diagnostics.parquet'
WHERE code IN ('count-mismatch', 'options-contradict', 'form-contradicts')
UNION ALL
SELECT
    c.doc,
    'history-differs',
    c.keys,
    'after the change: ' || coalesce(left(replace(c.after, chr(10), ' '), 24), '(blank)')
        || ' | body: ' || coalesce(left(replace(f.text, chr(10), ' '), 24), '(see the items of this block)'),
    coalesce('p.' || c.page, 'l.' || c.line)
FROM 'out/tables/changes.parquet' c
LEFT JOIN 'out/tables/facts.parquet' f ON f.doc = c.doc AND f.key = c.keys
WHERE c.reconciled = 'differs'
ORDER BY 1, 2, 3, 5;
