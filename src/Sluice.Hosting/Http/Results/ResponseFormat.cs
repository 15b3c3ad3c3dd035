using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Sluice.Analytics;
using Sluice.Hosting.Http.Errors;
using Sluice.Hosting.Http.Requests;

namespace Sluice.Hosting.Http.Results;

/// <summary>The format of an answer with rows: from <c>$format</c> or, without it, from the header Accept.</summary>
/// <param name="Json">The options of JSON; <see langword="null"/> for a format that has all rows in one answer.</param>
/// <param name="Table">That other format. It has no meaning for JSON.</param>
/// <param name="EscapesFormulas">Whether CSV gets an apostrophe before texts that a spreadsheet would run as formulas. Such texts then
/// differ from those of the rows.</param>
internal sealed record ResponseFormat(JsonRowsFormat? Json, TableFormat Table = TableFormat.Csv, bool EscapesFormulas = false)
{
    /// <summary>The parameter of the media type of CSV that asks for <see cref="EscapesFormulas"/>.</summary>
    public const string EscapeFormulas = "escapeFormulas";

    /// <summary>The media type of Parquet.</summary>
    public const string ParquetType = "application/vnd.apache.parquet";

    /// <summary>The media type of an Arrow IPC stream.</summary>
    public const string ArrowType = "application/vnd.apache.arrow.stream";

    private const string JsonType = "application/json";
    private const string CsvType = "text/csv";
    private const string PlainType = "text/plain";
    private const string Ieee754Compatible = "IEEE754Compatible";

    /// <summary>Whether one answer has all rows, as a table to save.</summary>
    public bool IsTable => Json is null;

    /// <summary>Whether it is text. The others are compressed by themselves.</summary>
    public bool IsText => Json is not null || Table == TableFormat.Csv;

    /// <summary>How the names of files in the format end.</summary>
    public string Extension => Table switch
    {
        TableFormat.Parquet => "parquet",
        TableFormat.Arrow => "arrows",
        _ => "csv",
    };

    /// <summary>Chooses the format that a request asks for.</summary>
    /// <exception cref="RequestException">406: there is no such format.</exception>
    public static ResponseFormat Negotiate(HttpRequest request)
    {
        if (QueryOptions.FormatOf(request) is { } format)
        {
            return OfText(format) is { } found
                ? found with { Json = found.Json is { } json ? json with { Option = format } : null }
                : throw RequestException.NotAcceptable(
                    $"The query option $format can be json, csv, parquet, arrow, {JsonType}, {CsvType}, {ParquetType} or {ArrowType}. "
                        + $"Only a media type has parameters, as in {CsvType};{EscapeFormulas}=true.");
        }

        if (request.Headers.Accept.Count == 0)
        {
            return JsonWith([]);
        }

        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var types))
        {
            throw RequestException.NotAcceptable("The header Accept cannot be read.");
        }

        // Skip a type with a wrong parameter, and report it only if no other type fits.
        RequestException? refusal = null;
        foreach (var type in types.OrderByDescending(t => t.Quality ?? 1).Where(t => t.Quality != 0))
        {
            try
            {
                if (OfType(type) is { } found)
                {
                    return found;
                }
            }
            catch (RequestException exception)
            {
                refusal ??= exception;
            }
        }

        // A client that accepts only plain text, as some do for everything they aggregate, reads JSON.
        if (types.Any(t => t.MediaType.Equals(PlainType, StringComparison.OrdinalIgnoreCase)))
        {
            return JsonWith([]);
        }

        throw refusal ?? RequestException.NotAcceptable($"Rows are available as {JsonType}, {CsvType}, {ParquetType} and {ArrowType}.");
    }

    /// <summary>Whether a request asks for the model as JSON; if not, the model is XML.</summary>
    public static bool IsJsonModel(HttpRequest request)
    {
        if (QueryOptions.FormatOf(request) is { } format)
        {
            return format switch
            {
                "json" or JsonType => true,
                "xml" or "application/xml" => false,
                _ => throw RequestException.NotAcceptable("The model is available as json and xml."),
            };
        }

        return MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var types)
            && types.OrderByDescending(t => t.Quality ?? 1).FirstOrDefault(t => t.MediaType != "*/*")?.MediaType == JsonType;
    }

    /// <summary>The media type of an answer in JSON.</summary>
    public static string ContentType(JsonRowsFormat format) =>
        $"{JsonType}; odata.metadata={format.Metadata.ToString().ToLowerInvariant()}"
        + (format.IsIeee754Compatible ? "; IEEE754Compatible=true" : "");

    /// <summary>The media type of this answer, with the encoding of a text.</summary>
    public string ContentType() => (Json, Table) switch
    {
        ({ } json, _) => $"{ContentType(json)}; charset=utf-8",
        (_, TableFormat.Parquet) => ParquetType,
        (_, TableFormat.Arrow) => ArrowType,
        _ => $"{CsvType}; header=present{(EscapesFormulas ? $"; {EscapeFormulas}=true" : "")}; charset=utf-8",
    };

    private static ResponseFormat? OfText(string format) => format.ToLowerInvariant() switch
    {
        "json" => JsonWith([]),
        "csv" => CsvWith([]),
        "parquet" => new ResponseFormat(Json: null, TableFormat.Parquet),
        "arrow" => new ResponseFormat(Json: null, TableFormat.Arrow),
        _ => MediaTypeHeaderValue.TryParse(format, out var type) ? OfType(type) : null,
    };

    private static ResponseFormat? OfType(MediaTypeHeaderValue type)
    {
        if (type.MediaType.Equals(CsvType, StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("text/*", StringComparison.OrdinalIgnoreCase))
        {
            return CsvWith(type.Parameters);
        }

        if (type.MediaType.Equals(ParquetType, StringComparison.OrdinalIgnoreCase))
        {
            return TableWith(TableFormat.Parquet, type.Parameters);
        }

        if (type.MediaType.Equals(ArrowType, StringComparison.OrdinalIgnoreCase))
        {
            return TableWith(TableFormat.Arrow, type.Parameters);
        }

        return type.MatchesAllTypes || type.MediaType.Equals(JsonType, StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("application/*", StringComparison.OrdinalIgnoreCase)
            ? JsonWith(type.Parameters)
            : null;
    }

    private static ResponseFormat JsonWith(IList<NameValueHeaderValue> parameters)
    {
        var given = Parameters(parameters, "odata.metadata", "metadata", "odata.streaming", "streaming", Ieee754Compatible);
        return new ResponseFormat(new JsonRowsFormat(
            (given.GetValueOrDefault("odata.metadata") ?? given.GetValueOrDefault("metadata")) switch
            {
                null or "minimal" => JsonMetadata.Minimal,
                "none" => JsonMetadata.None,
                "full" => JsonMetadata.Full,
                _ => throw RequestException.NotAcceptable("The parameter odata.metadata can be none, minimal or full."),
            },
            IsTrue(given, Ieee754Compatible),
            ""));
    }

    // These formats have no parameters.
    private static ResponseFormat TableWith(TableFormat format, IList<NameValueHeaderValue> parameters)
    {
        Parameters(parameters);
        return new ResponseFormat(Json: null, format);
    }

    private static ResponseFormat CsvWith(IList<NameValueHeaderValue> parameters)
    {
        var given = Parameters(parameters, "header", EscapeFormulas);
        return given.GetValueOrDefault("header") is null or "present"
            ? new ResponseFormat(Json: null, TableFormat.Csv, IsTrue(given, EscapeFormulas))
            : throw RequestException.NotAcceptable("CSV always has a header: the parameter header can only be present.");
    }

    private static bool IsTrue(Dictionary<string, string> given, string name) => given.GetValueOrDefault(name)?.ToLowerInvariant() switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw RequestException.NotAcceptable($"The parameter {name} can be true or false."),
    };

    /// <summary>
    /// The parameters of a media type by name, without the weight and the charset, which any type can have. OData asks to refuse unknown
    /// and repeated parameters.
    /// </summary>
    private static Dictionary<string, string> Parameters(IList<NameValueHeaderValue> parameters, params IReadOnlyList<string> names)
    {
        var given = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in parameters)
        {
            var (name, value) = (parameter.Name.ToString(), parameter.GetUnescapedValue().ToString());
            if (name.Equals("q", StringComparison.OrdinalIgnoreCase)
                || (name.Equals("charset", StringComparison.OrdinalIgnoreCase)
                    && value.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            if (!names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw RequestException.NotAcceptable(
                    $"The parameter {parameter} is unknown. "
                        + (names.Count == 0 ? "This type has none." : $"The parameters are {string.Join(", ", names)} and charset=utf-8."));
            }

            if (!given.TryAdd(name, value))
            {
                throw RequestException.NotAcceptable($"The parameter {name} is given twice.");
            }
        }

        return given;
    }
}
