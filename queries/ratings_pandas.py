"""Share of each rating by form, with pandas.

様式ごとの評価の割合(pandas)。
"""

import pandas as pd

facts = pd.read_parquet("out/tables/facts.parquet")
documents = pd.read_parquet("out/tables/documents.parquet")

ratings = facts[facts["key"].str.endswith(".rating") & (facts["status"] == "filled")]
ratings = ratings.merge(documents[["doc", "form"]], on="doc")
counts = pd.crosstab(ratings["form"], ratings["value"])
shares = counts.div(counts.sum(axis=1), axis=0).mul(100).round(1)
for form, row in shares.iterrows():
    for rating, share in row.items():
        print(f"{form}\t{rating}\t{counts.at[form, rating]}\t{share}%")
