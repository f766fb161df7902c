-- Which risks are answered with 課題が残されている? Each row leads back to the item and its line or page.
-- 「課題が残されている」とされたリスクはどれか。行ごとに項目と行・ページに戻れる。

SELECT
    coalesce(d.municipality, d.agency, d.doc) AS agency,
    f.number,
    f.key,
    f.option,
    f.value,
    f.doc,
    coalesce('p.' || f.page, 'l.' || f.line) AS place
FROM 'out/tables/facts.parquet' f
JOIN 'out/tables/documents.parquet' d USING (doc)
WHERE f.key LIKE '%.rating' AND f.value = '課題が残されている'
ORDER BY f.pattern, f.doc, f.position;
