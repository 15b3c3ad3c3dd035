using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Sluice.Hosting.Http.Requests;

/// <summary>How long a client wants to wait for an operation (RFC 7240): <c>Prefer: wait=60</c>, or <c>respond-async</c>.</summary>
/// <param name="Time">How long the answer may take.</param>
/// <param name="Applied">The preference that is followed, for <c>Preference-Applied</c>; <see langword="null"/> if there is none.</param>
internal sealed record WaitPreference(TimeSpan Time, string? Applied)
{
    /// <summary>The longest wait. Azure cuts an answer off after 230 seconds.</summary>
    public const int MostSeconds = 200;

    private const int UsualSeconds = 20;

    /// <summary>Reads the preference.</summary>
    public static WaitPreference From(HttpRequest request)
    {
        int? seconds = null;
        var isAsync = false;
        foreach (var (name, value) in Preferences.Of(request))
        {
            if (name == "wait" && value.Length > 0 && value.All(char.IsAsciiDigit))
            {
                // Of two, the first counts. Any number of digits is a number of seconds.
                seconds ??= int.TryParse(value, CultureInfo.InvariantCulture, out var given) ? Math.Min(given, MostSeconds) : MostSeconds;
            }

            isAsync |= name == "respond-async";
        }

        return (seconds, isAsync) switch
        {
            ({ } given, _) => new(TimeSpan.FromSeconds(given), $"wait={given}"),
            (null, true) => new(TimeSpan.Zero, "respond-async"),
            _ => new(TimeSpan.FromSeconds(UsualSeconds), null),
        };
    }
}
