using Microsoft.AspNetCore.Http;

namespace Sluice.Functions.Http;

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

    /// <summary>400: the request is wrong.</summary>
    public static RequestException Wrong(string detail) => new(StatusCodes.Status400BadRequest, "The request is wrong", detail);

    /// <summary>403: who asks may not ask for it.</summary>
    public static RequestException Forbidden(string detail) => new(StatusCodes.Status403Forbidden, "Forbidden", detail);

    /// <summary>404: what the request names is not there.</summary>
    public static RequestException NotFound(string detail) => new(StatusCodes.Status404NotFound, "Not found", detail);

    /// <summary>409: it cannot be done now.</summary>
    public static RequestException Conflict(string detail) => new(StatusCodes.Status409Conflict, "Not now", detail);

    /// <summary>406: there is no answer of the form that is asked for.</summary>
    public static RequestException NotAcceptable(string detail) => new(StatusCodes.Status406NotAcceptable, "No such form", detail);

    /// <summary>415: the body is of a media type that is not read.</summary>
    public static RequestException UnsupportedMediaType(string detail) => new(StatusCodes.Status415UnsupportedMediaType, "Unsupported media type", detail);

    /// <summary>421: the request is for another host.</summary>
    public static RequestException Misdirected(string detail) => new(StatusCodes.Status421MisdirectedRequest, "Misdirected request", detail);

    /// <summary>504: the warehouse takes longer to answer than it may.</summary>
    public static RequestException TooLong(string detail) => new(StatusCodes.Status504GatewayTimeout, "The query took too long", detail);
}
