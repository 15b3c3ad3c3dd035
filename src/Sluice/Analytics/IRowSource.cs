using System.Data.Common;
using Sluice.Analytics.Requests;

namespace Sluice.Analytics;

/// <summary>Rows that are read one at a time, with what a writer needs to know about them.</summary>
internal interface IRowSource
{
    /// <summary>The properties of each row.</summary>
    IReadOnlyList<ResultProperty> Properties { get; }

    /// <summary>The set, if the rows are those of a set; <see langword="null"/> if they are groups.</summary>
    RowEntity? Entity { get; }

    /// <summary>The rows of each expanded collection, for the current row.</summary>
    IReadOnlyList<RelatedRows> Related { get; }

    /// <summary>The row that was read last.</summary>
    DbDataReader Row { get; }
}
