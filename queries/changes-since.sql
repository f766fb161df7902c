-- What has changed since a date? What went stands in [- -], what came in {+ +}, with a little of what stayed around it;
-- each row leads back to the item and to the line or page.
-- ある日以降に何が変わったか。消えた文字は [- -]、加わった文字は {+ +}。行ごとに項目と行・ページに戻れる。

SET VARIABLE since = '2024-04-01';

WITH told AS (
    SELECT
        *,
        list_transform(
            from_json(edits, '[{"op": "VARCHAR", "text": "VARCHAR"}]'),
            lambda m: CASE m.op
                WHEN 'delete' THEN '[-' || m.text || '-]'
                WHEN 'insert' THEN '{+' || m.text || '+}'
                ELSE CASE WHEN length(m.text) > 16 THEN left(m.text, 6) || '…' || right(m.text, 6) ELSE m.text END
            END
        ) AS marked
    FROM 'out/tables/changes.parquet'
)
SELECT
    date,
    doc,
    coalesce(keys, item) AS item,
    change,
    left(replace(coalesce(array_to_string(marked, ''), '{+' || "after" || '+}', '[-' || "before" || '-]'), chr(10), ' '), 48) AS edit,
    coalesce('p.' || page, 'l.' || line) AS place
FROM told
WHERE date >= getvariable('since')
ORDER BY date DESC, doc, "row";
