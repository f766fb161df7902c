-- How are the ratings of the risks distributed, by form and municipality?
-- リスク対策の評価は、様式・団体ごとにどう分布しているか。

SELECT
    d.form,
    coalesce(d.municipality, d.agency, d.doc) AS agency,
    count(*) FILTER (f.value = '特に力を入れている') AS strong,
    count(*) FILTER (f.value = '十分である') AS sufficient,
    count(*) FILTER (f.value = '課題が残されている') AS open,
    count(*) FILTER (f.status <> 'filled') AS not_told
FROM 'out/tables/facts.parquet' f
JOIN 'out/tables/documents.parquet' d USING (doc)
WHERE f.key LIKE '%.rating'
GROUP BY ALL
ORDER BY d.form, agency;
