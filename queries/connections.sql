-- Which systems are the assessed systems connected to?
-- 評価対象のシステムは、どのシステムと接続しているか。

SELECT
    option,
    count(*) FILTER (state = 'on') AS systems,
    count(DISTINCT doc) FILTER (state = 'on') AS documents,
    count(*) FILTER (state = 'unclear') AS not_told
FROM 'out/tables/flags.parquet'
WHERE pattern = 'systems[n].connections'
GROUP BY option, option_number
ORDER BY option_number;
