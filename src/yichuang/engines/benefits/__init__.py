"""The law, right to the fen: dated rules over dated parameters, each with its source.

One definition of each rule serves one case with its explanation (`Book.answer`) and a whole
province in columns (`chunk`). Without Django; money is whole fen, time is whole months.
"""
