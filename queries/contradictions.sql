-- Which documents contradict themselves? The newest change against the body, printed numbers against
-- blocks, options that exclude one another, the title against the contents.
-- 自らと食い違う文書はどれか。変更履歴と本文、件数と記載、排他的な選択肢、表題と内容。

SELECT
    d.doc,
    g.code,
    g.key,
    left(g.message, 60) AS message,
    coalesce('p.' || g.page, 'l.' || g.line) AS place
FROM 'out/tables/diagnostics.parquet' g
JOIN 'out/tables/documents.parquet' d USING (doc)
WHERE g.code IN ('count-mismatch', 'options-contradict', 'form-contradicts')
UNION ALL
SELECT c.doc, 'history-differs', c.keys, left(c.item, 60), coalesce('p.' || c.page, 'l.' || c.line)
FROM 'out/tables/changes.parquet' c
WHERE c.reconciled = 'differs'
ORDER BY 1, 2, 3, 5;
