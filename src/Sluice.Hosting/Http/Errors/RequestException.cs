using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Sluice.Hosting.Http.Errors;

/// <summary>A request that is answered with problem details (RFC 9457).</summary>
internal sealed class RequestException : Exception
{
    private RequestException(int status, string title, string detail)
        : base(detail)
    {
        Status = status;
        Title = title;
    }

    /// <summary>The status of the answer.</summary>
    public int Status { get; }

    /// <summary>The kind of problem in a few words.</summary>
    public string Title { get; }

    /// <summary>A header that belongs to the status, or <see langword="null"/>.</summary>
    internal (string Name, string Value)? Header { get; private init; }

    /// <summary>400: the request is wrong.</summary>
    public static RequestException Wrong(string detail) => new(StatusCodes.Status400BadRequest, "The request is wrong", detail);

    /// <summary>501: the standard has it, and this service does not.</summary>
    public static RequestException Unsupported(string detail) => new(StatusCodes.Status501NotImplemented, "Not supported", detail);

    /// <summary>424: a request of a batch that this one depends on has failed.</summary>
    public static RequestException Dependent(string detail) =>
        new(StatusCodes.Status424FailedDependency, "A request before it failed", detail);

    /// <summary>403: the client may not send this request.</summary>
    /// <param name="detail">Why not.</param>
    /// <param name="header">The header that says so to programs, or <see langword="null"/>.</param>
    public static RequestException Forbidden(string detail, (string Name, string Value)? header = null) =>
        new(StatusCodes.Status403Forbidden, "Forbidden", detail) { Header = header };

    /// <summary>401: the key is missing or wrong.</summary>
    public static RequestException NoKey(string detail) => new(StatusCodes.Status401Unauthorized, "The key is missing", detail)
    {
        Header = (HeaderNames.WWWAuthenticate, "Key"),
    };

    /// <summary>401: nobody has signed in, or the token is not valid.</summary>
    /// <param name="challenge">The value of the header <c>WWW-Authenticate</c>: how to sign in.</param>
    public static RequestException Unauthorized(string challenge) => new(
        StatusCodes.Status401Unauthorized, "Not signed in",
        "Sign in with Microsoft Entra ID: the request needs a valid token for this app in the header Authorization.")
    {
        Header = (HeaderNames.WWWAuthenticate, challenge),
    };

    /// <summary>404: the request names something that does not exist.</summary>
    public static RequestException NotFound(string detail) => new(StatusCodes.Status404NotFound, "Not found", detail);

    /// <summary>405: the address takes other methods.</summary>
    /// <param name="allowed">The methods that it takes.</param>
    public static RequestException MethodNotAllowed(IEnumerable<string> allowed)
    {
        var methods = string.Join(", ", allowed);
        return new(
            StatusCodes.Status405MethodNotAllowed, "Method not allowed", $"Requests for this address can have the method {methods}.")
        {
            Header = ("Allow", methods),
        };
    }

    /// <summary>409: the current state does not allow it.</summary>
    public static RequestException Conflict(string detail) => new(StatusCodes.Status409Conflict, "Conflict with the current state", detail);

    /// <summary>406: the answer is not available in the format that is asked for.</summary>
    public static RequestException NotAcceptable(string detail) => new(StatusCodes.Status406NotAcceptable, "Not acceptable", detail);

    /// <summary>415: the media type of the body is not supported.</summary>
    public static RequestException UnsupportedMediaType(string detail) =>
        new(StatusCodes.Status415UnsupportedMediaType, "Unsupported media type", detail);

    /// <summary>421: the request is for another host.</summary>
    public static RequestException Misdirected(string detail) =>
        new(StatusCodes.Status421MisdirectedRequest, "Misdirected request", detail);

    /// <summary>429: too many queries run already.</summary>
    /// <param name="detail">What is wrong with this request.</param>
    /// <param name="retryAfter">How long the client should wait.</param>
    public static RequestException TooMany(string detail, TimeSpan retryAfter) =>
        new(StatusCodes.Status429TooManyRequests, "Too many queries at a time", detail) { Header = RetryAfter(retryAfter) };

    /// <summary>503: something that the answer needs is unavailable.</summary>
    /// <param name="title">The kind of problem.</param>
    /// <param name="detail">What is wrong this time.</param>
    public static RequestException Unavailable(string title, string detail) => new(StatusCodes.Status503ServiceUnavailable, title, detail);

    /// <summary>503: the operation that the request has started failed.</summary>
    /// <param name="detail">Why.</param>
    /// <param name="location">The header with the address of the operation.</param>
    public static RequestException FailedOperation(string detail, (string Name, string Value) location) =>
        new(StatusCodes.Status503ServiceUnavailable, "The operation failed", detail) { Header = location };

    /// <summary>507: the warehouse needs more memory for the answer than it has.</summary>
    public static RequestException TooLarge(string detail) =>
        new(StatusCodes.Status507InsufficientStorage, "Not enough memory for the query", detail);

    /// <summary>504: the query exceeded its timeout.</summary>
    public static RequestException TooLong(string detail) => new(StatusCodes.Status504GatewayTimeout, "The query took too long", detail);

    /// <summary>The problem for a status that the web server sets by itself.</summary>
    /// <param name="status">A status from 400 on.</param>
    public static RequestException OfStatus(int status)
    {
        var (title, detail) = status switch
        {
            StatusCodes.Status404NotFound =>
                ("Not found", "There is nothing at this address. The dashboard is /api/dashboard; GET /api/openapi.json lists the others."),
            StatusCodes.Status405MethodNotAllowed =>
                ("Method not allowed", "The header Allow lists the methods that this address takes."),
            StatusCodes.Status408RequestTimeout => ("The request took too long", "The request did not arrive in time."),
            StatusCodes.Status413PayloadTooLarge =>
                ("The request is too large", "The body of the request is longer than the limit."),
            StatusCodes.Status414UriTooLong =>
                ("The address is too long", "The address of the request is longer than the limit: ask for less in one request."),
            StatusCodes.Status415UnsupportedMediaType =>
                ("Unsupported media type", "The media type of the body is not supported."),
            StatusCodes.Status431RequestHeaderFieldsTooLarge =>
                ("The headers are too large", "The headers of the request are too long or too many."),
            StatusCodes.Status505HttpVersionNotsupported => ("HTTP version not supported", "Requests can be HTTP/1.0 or HTTP/1.1."),
            < 500 => ("The request is wrong", "The request could not be read: it is not valid HTTP."),
            _ => ("Something went wrong", "The request could not be carried out; the log says why."),
        };
        return new(status, title, detail);
    }

    private static (string Name, string Value) RetryAfter(TimeSpan pause) =>
        ("Retry-After", Math.Ceiling(pause.TotalSeconds).ToString(CultureInfo.InvariantCulture));
}
