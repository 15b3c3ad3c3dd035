using System.Globalization;
using Microsoft.AspNetCore.Http;
using Sluice.Hosting.Http.Errors;

namespace Sluice.Hosting.Http.Requests;

/// <summary>The versions of OData that a client speaks (OData Protocol 4.01, 8.1.5 and 8.2.7). Answers are OData 4.0.</summary>
internal static class ProtocolVersion
{
    /// <summary>The header with the greatest version that the client understands.</summary>
    public const string MostHeader = "OData-MaxVersion";

    /// <summary>The header with the version of the request.</summary>
    public const string Header = "OData-Version";

    /// <summary>The version of answers.</summary>
    public const string OfAnswers = "4.0";

    private static readonly string[] Known = [OfAnswers, "4.01"];

    /// <summary>Checks that the client understands the answer.</summary>
    /// <exception cref="RequestException">A version is none, or older than the answers.</exception>
    public static void Check(HttpRequest request)
    {
        if (request.Headers[MostHeader].ToString() is { Length: > 0 } most
            && !(IsVersion(most, out var major) && major >= 4))
        {
            throw RequestException.Wrong($"The header {MostHeader} must be a version of OData from {OfAnswers} on, such as 4.01.");
        }

        if (request.Headers[Header].ToString() is { Length: > 0 } version && !Known.Contains(version, StringComparer.Ordinal))
        {
            throw RequestException.Wrong($"The header {Header} can be {string.Join(" or ", Known)}.");
        }
    }

    private static bool IsVersion(string text, out int major)
    {
        major = 0;
        return text.Split('.') is [var whole, var minor]
            && int.TryParse(whole, NumberStyles.None, CultureInfo.InvariantCulture, out major)
            && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }
}
