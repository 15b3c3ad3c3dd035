using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Validation.Dialects;
using Sluice.Validation.Parsing;

namespace Sluice.Validation.Rows;

/// <summary>Tries the rows of a file with its validator, without their keys, and keeps none.</summary>
internal sealed class RowProbe(RowValidator validator, TableSchema schema) : IRowProbe
{
    private readonly ColumnBatch scratch = new(schema, capacity: 1);

    public void SetHeader(IReadOnlyList<string> header, bool isByOrder)
    {
        if (validator.SetHeader(header, isByOrder) is { IsRefused: true } match)
        {
            throw match.Refuse();
        }
    }

    public bool IsBlankFrom(RecordParser parser, int column) => validator.IsBlankFrom(parser, column);

    public bool Passes(RecordParser parser)
    {
        scratch.Clear();
        return validator.Passes(parser, scratch);
    }
}
