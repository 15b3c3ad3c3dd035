using Sluice.Analytics.Model;

namespace Sluice.Analytics.Profiles;

/// <summary>What the values of a table's columns look like.</summary>
/// <param name="Set">The set.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="AsOf">The end of the newest load that may have changed it (UTC), or <see langword="null"/> if there was none.</param>
/// <param name="Columns">The columns, in the order of the set.</param>
/// <param name="Rejects">For a dataset, the kept rejects by rule and field, the most frequent first; otherwise
/// <see langword="null"/>.</param>
internal sealed record TableProfile(
    EntitySet Set, long Rows, DateTime? AsOf, IReadOnlyList<ColumnProfile> Columns, IReadOnlyList<RejectCount>? Rejects);

/// <summary>How many errors of one rule and field the rejects of a dataset have.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Field">The field, or <see langword="null"/> if the row as a whole breaks the rule.</param>
/// <param name="Rows">How many rows have the error.</param>
internal sealed record RejectCount(string Rule, string? Field, long Rows);
