using Sluice.Rows;
using Sluice.Validation.Parsing;

namespace Sluice.Validation.Rows;

// What is wrong with a record or a line as a whole.
internal sealed partial class DatasetReader
{
    private RejectError? ExplainPlace(RecordParser parser) =>
        otherHeader > 0 ? new(
            null, "header",
            $"is, or is below, a header with the columns in another order (line {otherHeader}); make two files of this one there")
        : isChosen && terminator is not null && parser.RawRecord is [.., (byte)'\r' or (byte)'\n'] ? new(
            null, "line-break", "ends with a line break of another kind than the first lines, and may be two rows")
        : null;

    private static RejectError? ExplainQuotes(RecordParser parser) => parser.Fault switch
    {
        QuoteFault.TextAfterQuote => new(
            null, "quote",
            "has text after a closing quote; a quote within quotes is written twice"
            + (parser.RawRecord.IndexOf("\\\""u8) >= 0 ? ", or after the dialect's \"escapeChar\", which could be \"\\\\\"" : "")),
        QuoteFault.Split => new(
            null, "quote", "has two fields with a quote in the middle of their text; is there a delimiter missing before the first one?"),
        _ => null,
    };

    private RejectError Explain(QuoteFault fault) => fault switch
    {
        QuoteFault.LineTooLong => new(null, "record-size", $"is longer than {options.MaxRecordBytes} bytes (setting Load__MaxRecordBytes)"),
        QuoteFault.Unclosed => new(
            null, "unclosed-quote",
            "has a quote that is not closed before the end of the file; only this line is left out, the next one is read as a record"),
        _ => new(
            null, "unclosed-quote",
            "continues after its line break, because of an unclosed quote or an escape character, and is not a valid record within "
            + $"{options.MaxRecordBytes} bytes (setting Load__MaxRecordBytes); "
            + "only this line is left out, the next one is read as a record"),
    };
}
