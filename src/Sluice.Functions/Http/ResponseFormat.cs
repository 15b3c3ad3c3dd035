using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Sluice.Analytics;

namespace Sluice.Functions.Http;

/// <summary>The form of an answer with rows, by <c>$format</c> or, without it, the header Accept.</summary>
/// <param name="Json">How it is written as JSON; <see langword="null"/> if it is CSV.</param>
/// <param name="EscapesFormulas">Whether CSV is safe to open in a spreadsheet, at the price of texts that are not those of the rows.</param>
internal sealed record ResponseFormat(JsonRowsFormat? Json, bool EscapesFormulas = false)
{
    /// <summary>The parameter of the media type of CSV that asks for <see cref="EscapesFormulas"/>.</summary>
    public const string EscapeFormulas = "escapeFormulas";

    private const string JsonType = "application/json";
    private const string CsvType = "text/csv";

    /// <summary>Whether it is CSV.</summary>
    public bool IsCsv => Json is null;

    /// <summary>What a request asks for.</summary>
    /// <exception cref="RequestException">There is no such form.</exception>
    public static ResponseFormat Negotiate(HttpRequest request)
    {
        if (request.Query["$format"] is [{ } format])
        {
            return OfText(format) is { } found
                ? found with { Json = found.Json is { } json ? json with { Option = format } : null }
                : throw RequestException.NotAcceptable($"The query option $format can be json, csv, {JsonType} or {CsvType}.");
        }

        if (request.Headers.Accept.Count == 0)
        {
            return JsonWith([]);
        }

        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var types))
        {
            throw RequestException.NotAcceptable("The header Accept cannot be read.");
        }

        return types.OrderByDescending(t => t.Quality ?? 1).Where(t => t.Quality != 0).Select(OfType).OfType<ResponseFormat>().FirstOrDefault()
            ?? throw RequestException.NotAcceptable($"Rows are there as {JsonType} and {CsvType}.");
    }

    /// <summary>Whether the model is asked for as JSON; if not, it is XML.</summary>
    public static bool IsJsonModel(HttpRequest request)
    {
        if (request.Query["$format"] is [{ } format])
        {
            return format switch
            {
                "json" or JsonType => true,
                "xml" or "application/xml" => false,
                _ => throw RequestException.NotAcceptable("The model is there as json and xml."),
            };
        }

        return MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var types)
            && types.OrderByDescending(t => t.Quality ?? 1).FirstOrDefault(t => t.MediaType != "*/*")?.MediaType == JsonType;
    }

    /// <summary>The media type of an answer.</summary>
    public static string ContentType(JsonRowsFormat format) =>
        $"{JsonType}; odata.metadata={format.Metadata.ToString().ToLowerInvariant()}{(format.IsIeee754Compatible ? "; IEEE754Compatible=true" : "")}";

    /// <summary>The media type of this answer.</summary>
    public string ContentType() => Json is { } json ? ContentType(json) : $"{CsvType}; header=present{(EscapesFormulas ? $"; {EscapeFormulas}=true" : "")}";

    private static ResponseFormat? OfText(string format) => format switch
    {
        "json" => JsonWith([]),
        "csv" => CsvWith([]),
        _ => MediaTypeHeaderValue.TryParse(format, out var type) ? OfType(type) : null,
    };

    private static ResponseFormat? OfType(MediaTypeHeaderValue type)
    {
        if (type.MediaType.Equals(CsvType, StringComparison.OrdinalIgnoreCase))
        {
            return CsvWith(type.Parameters);
        }

        return type.MatchesAllTypes || type.MediaType.Equals(JsonType, StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("application/*", StringComparison.OrdinalIgnoreCase)
            ? JsonWith(type.Parameters)
            : null;
    }

    private static ResponseFormat JsonWith(IList<NameValueHeaderValue> parameters)
    {
        var metadata = Parameter(parameters, "odata.metadata") ?? Parameter(parameters, "metadata");
        return new ResponseFormat(new JsonRowsFormat(
            metadata switch
            {
                null or "minimal" => JsonMetadata.Minimal,
                "none" => JsonMetadata.None,
                "full" => JsonMetadata.Full,
                _ => throw RequestException.NotAcceptable("The parameter odata.metadata can be none, minimal or full."),
            },
            Parameter(parameters, "IEEE754Compatible") == "true",
            ""));
    }

    private static ResponseFormat CsvWith(IList<NameValueHeaderValue> parameters) => Parameter(parameters, EscapeFormulas) switch
    {
        null or "false" => new ResponseFormat(Json: null),
        "true" => new ResponseFormat(Json: null, EscapesFormulas: true),
        _ => throw RequestException.NotAcceptable($"The parameter {EscapeFormulas} can be true or false."),
    };

    private static string? Parameter(IList<NameValueHeaderValue> parameters, string name) =>
        parameters.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value.ToString();
}
