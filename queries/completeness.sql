-- How complete is each document, and how much of it is certain?
-- 文書ごとの記載の充足と確実さ。

SELECT
    doc,
    form,
    form_revision_date AS revision,
    items,
    filled,
    blank,
    unclear,
    missing,
    changes
FROM 'out/tables/documents.parquet'
ORDER BY doc;
