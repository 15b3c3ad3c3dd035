using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Sluice.Hosting.Http.Errors;

/// <summary>A request that cannot be answered as it is; becomes problem details.</summary>
public sealed class RequestException : Exception
{
    private RequestException(int status, string title, string detail)
        : base(detail)
    {
        Status = status;
        Title = title;
    }

    /// <summary>The status of the answer.</summary>
    public int Status { get; }

    /// <summary>What kind of problem it is, in a few words.</summary>
    public string Title { get; }

    /// <summary>A header that belongs to the status, or <see langword="null"/>.</summary>
    internal (string Name, string Value)? Header { get; private init; }

    /// <summary>400: the request is wrong.</summary>
    public static RequestException Wrong(string detail) => new(StatusCodes.Status400BadRequest, "The request is wrong", detail);

    /// <summary>403: who asks may not ask for it.</summary>
    public static RequestException Forbidden(string detail) => new(StatusCodes.Status403Forbidden, "Forbidden", detail);

    /// <summary>404: what the request names is not there.</summary>
    public static RequestException NotFound(string detail) => new(StatusCodes.Status404NotFound, "Not found", detail);

    /// <summary>405: it is there, but takes other methods.</summary>
    /// <param name="allowed">Those methods.</param>
    public static RequestException MethodNotAllowed(IEnumerable<string> allowed)
    {
        var methods = string.Join(", ", allowed);
        return new(StatusCodes.Status405MethodNotAllowed, "Method not allowed", $"The method of a request for this address can be {methods}.")
        {
            Header = ("Allow", methods),
        };
    }

    /// <summary>409: it cannot be done now.</summary>
    public static RequestException Conflict(string detail) => new(StatusCodes.Status409Conflict, "Conflict with the current state", detail);

    /// <summary>406: there is no answer of the form that is asked for.</summary>
    public static RequestException NotAcceptable(string detail) => new(StatusCodes.Status406NotAcceptable, "Not acceptable", detail);

    /// <summary>415: the body is of a media type that is not read.</summary>
    public static RequestException UnsupportedMediaType(string detail) => new(StatusCodes.Status415UnsupportedMediaType, "Unsupported media type", detail);

    /// <summary>421: the request is for another host.</summary>
    public static RequestException Misdirected(string detail) => new(StatusCodes.Status421MisdirectedRequest, "Misdirected request", detail);

    /// <summary>429: others are being answered.</summary>
    /// <param name="detail">What it is this time.</param>
    /// <param name="retryAfter">How long to wait before it is asked again.</param>
    public static RequestException TooMany(string detail, TimeSpan retryAfter) =>
        new(StatusCodes.Status429TooManyRequests, "Too many queries at a time", detail) { Header = RetryAfter(retryAfter) };

    /// <summary>503: what is needed for the answer is not there now.</summary>
    /// <param name="title">What kind of problem it is.</param>
    /// <param name="detail">What it is this time.</param>
    public static RequestException Unavailable(string title, string detail) => new(StatusCodes.Status503ServiceUnavailable, title, detail);

    /// <summary>507: the warehouse needs more memory for the answer than it has.</summary>
    public static RequestException TooLarge(string detail) => new(StatusCodes.Status507InsufficientStorage, "Not enough memory for the query", detail);

    /// <summary>504: the warehouse takes longer to answer than it may.</summary>
    public static RequestException TooLong(string detail) => new(StatusCodes.Status504GatewayTimeout, "The query took too long", detail);

    /// <summary>The problem that a status says which a server answers with by itself.</summary>
    /// <param name="status">A status from 400 on.</param>
    public static RequestException OfStatus(int status)
    {
        var (title, detail) = status switch
        {
            StatusCodes.Status404NotFound => ("Not found", "There is nothing at this address. The dashboard is /api/dashboard, and GET /api/openapi.json tells what there is."),
            StatusCodes.Status405MethodNotAllowed => ("Method not allowed", "The header Allow says which methods requests for this address can have."),
            StatusCodes.Status408RequestTimeout => ("The request took too long", "The request did not come to its end in time."),
            StatusCodes.Status413PayloadTooLarge => ("The request is too large", "The body of the request is longer than any that can be read."),
            StatusCodes.Status414UriTooLong => ("The address is too long", "The address of the request is longer than any that can be answered: ask for less in one request."),
            StatusCodes.Status415UnsupportedMediaType => ("Unsupported media type", "The body of the request is of a media type that is not read."),
            StatusCodes.Status431RequestHeaderFieldsTooLarge => ("The headers are too large", "The headers of the request are longer, or more, than can be read."),
            StatusCodes.Status505HttpVersionNotsupported => ("No such version of HTTP", "Requests can be HTTP/1.0 or HTTP/1.1."),
            < 500 => ("The request is wrong", "The request could not be read: it is not as HTTP wants it."),
            _ => ("Something went wrong", "The request could not be carried out; the log says why."),
        };
        return new(status, title, detail);
    }

    private static (string Name, string Value) RetryAfter(TimeSpan pause) =>
        ("Retry-After", Math.Ceiling(pause.TotalSeconds).ToString(CultureInfo.InvariantCulture));
}
