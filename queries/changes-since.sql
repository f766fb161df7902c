-- What has changed since a date? Each row leads back to the item (keys) and the line or page.
-- ある日以降に何が変わったか。行ごとに項目(keys)と行・ページに戻れる。

SET VARIABLE since = '2024-04-01';

SELECT
    c.date,
    coalesce(d.municipality, d.agency, d.doc) AS agency,
    c.keys,
    c.change,
    left(replace(c.after, chr(10), ' '), 30) AS after,
    coalesce('p.' || c.page, 'l.' || c.line) AS place
FROM 'out/tables/changes.parquet' c
JOIN 'out/tables/documents.parquet' d USING (doc)
WHERE c.date >= getvariable('since')
ORDER BY c.date, c.doc, c."row";
