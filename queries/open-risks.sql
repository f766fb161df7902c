-- Which risks are answered with 課題が残されている?
-- 「課題が残されている」とされたリスクはどれか。

SELECT
    f.pattern,
    count(DISTINCT f.doc) AS documents,
    string_agg(DISTINCT coalesce(d.municipality, d.agency, d.doc), ', ' ORDER BY coalesce(d.municipality, d.agency, d.doc)) AS agencies
FROM 'out/tables/facts.parquet' f
JOIN 'out/tables/documents.parquet' d USING (doc)
WHERE f.value = '課題が残されている'
GROUP BY f.pattern
ORDER BY documents DESC, f.pattern;
