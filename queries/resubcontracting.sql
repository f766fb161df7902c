-- Which agencies have work done by subcontractors of their contractors, and where do they say so?
-- どの機関が再委託を行い、どこにそう書いているか。

SELECT
    coalesce(d.municipality, d.agency, d.doc) AS agency,
    d.form,
    count(*) AS contracts,
    count(*) FILTER (f.value = '再委託する') AS resubcontracted,
    count(*) FILTER (f.status <> 'filled') AS not_told,
    string_agg(f.doc || coalesce(' p.' || f.page, ' l.' || f.line, ''), ', ' ORDER BY f.doc, f.position)
        FILTER (f.value = '再委託する') AS place
FROM 'out/tables/facts.parquet' f
JOIN 'out/tables/documents.parquet' d USING (doc)
WHERE f.pattern = 'files[n].outsourcing.entries[m].resubcontract.status'
GROUP BY ALL
ORDER BY resubcontracted DESC, agency, d.form;
