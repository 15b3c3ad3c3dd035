namespace Sluice.Lake.Schema;

/// <summary>
/// A text column that a load has added to the table of a dataset, because a file had it: one row of <c>sluice.added_column</c>.
/// </summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Name">The name of the column.</param>
/// <param name="Header">The header of the file's column, as an alias of a field has it: <c>price#2</c> is the second of two.</param>
public sealed record AddedColumn(string Dataset, string Name, string Header);
