-- How are the ratings of the risks distributed, by form and municipality?
-- リスク対策の評価は、様式・団体ごとにどう分布しているか。

SELECT
    d.form,
    coalesce(d.municipality, d.agency, d.doc) AS agency,
    count(*) FILTER (f.option = 1) AS "特に力を入れている",
    count(*) FILTER (f.option = 2) AS "十分である",
    count(*) FILTER (f.option = 3) AS "課題が残されている",
    count(*) FILTER (f.status = 'blank') AS blank,
    count(*) FILTER (f.status = 'unclear') AS unclear
FROM 'out/tables/facts.parquet' f
JOIN 'out/tables/documents.parquet' d USING (doc)
WHERE f.key LIKE '%.rating'
GROUP BY ALL
ORDER BY d.form, agency;
