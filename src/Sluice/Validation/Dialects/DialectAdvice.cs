using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.Lake.Definition;

namespace Sluice.Validation.Dialects;

/// <summary>
/// What to change in a definition so that the fields of a dataset are found in a file: the first of a few changes with which they are.
/// </summary>
internal static class DialectAdvice
{
    private const string OfCase =
        "The names differ in upper and lower case, which \"sluice:matchCase\": false ignores.";

    private const string OfOrder =
        "The file seems to have no header: \"sluice:header\": \"auto\" reads the columns of such files by their order.";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The changes to try, the smallest first, each with its advice. The advice gets the dialect with which the fields are found.
    /// </summary>
    /// <param name="dataset">The dataset, in whose file the fields are not found.</param>
    public static IEnumerable<(Dataset Dataset, Func<CsvDialect, string> Advice)> Of(Dataset dataset)
    {
        var anyCase = dataset with { MatchCase = false };
        var anyDialect = CsvDialect.Open with { NullSequence = dataset.Dialect.NullSequence };
        if (dataset.MatchCase)
        {
            yield return (anyCase, _ => OfCase);
        }

        if (!dataset.Dialect.IsOpen)
        {
            yield return (dataset with { Dialect = anyDialect }, OfDialect);
            if (dataset.MatchCase)
            {
                yield return (anyCase with { Dialect = anyDialect }, d => $"{OfDialect(d)} {OfCase}");
            }
        }

        // Any row fits fields of text.
        if (dataset.Header != HeaderPolicy.Auto && dataset.Schema.HasTypes)
        {
            yield return (dataset with { Header = HeaderPolicy.Auto, Dialect = anyDialect }, d => dataset.Dialect.IsOpen
                ? OfOrder
                : $"{OfOrder} {OfDialect(d)}");
        }
    }

    private static string OfDialect(CsvDialect found)
    {
        var dialect = DialectJson.Write(found);
        if (found is { Header: true, Delimiter: { } delimiter })
        {
            dialect["delimiter"] = delimiter;
        }

        return $"The fields are found with \"dialect\": {dialect.ToJsonString(Relaxed)}, or without a \"dialect\".";
    }
}
