using Azure;
using Azure.Identity;
using Sluice.Lake;
using Sluice.Text;

namespace Sluice.AzureStorage;

/// <summary>Why the storage did not do what it was asked to, in its own words.</summary>
/// <param name="Status">The status of its answer, or 0 if it did not answer.</param>
/// <param name="Reason">
/// One line: its message with status and error code, such as <c>Server failed to authenticate the request. (403 AuthenticationFailed)</c>,
/// or what became of the connection, such as <c>Connection refused (127.0.0.1:10000)</c>.
/// </param>
public sealed record StorageError(int Status, string Reason)
{
    /// <summary>Whether it has answered that it does not do this for the one who asks: trying again as it is will not help.</summary>
    public bool IsRefusal => Status is >= 400 and < 500;

    /// <summary>The same as a sentence that says what has failed, and why.</summary>
    public string Sentence => OneLine.Sentence(Status switch
    {
        0 => $"The lake's storage cannot be reached: {Reason}",
        >= 500 => $"The lake's storage is in trouble: {Reason}",
        _ => $"The lake's storage refuses a request: {Reason}",
    });

    /// <summary>What the storage's client has thrown, after however many tries, or <see langword="null"/> if it was not the client.</summary>
    public static StorageError? From(Exception exception) => exception switch
    {
        LakeUnavailableException { InnerException: { } inner } => From(inner),
        AuthenticationFailedException e => new StorageError(401, FirstLine(e.Message)),
        RequestFailedException { Status: 0 } e => new StorageError(0, FirstLine(e.Message)),
        RequestFailedException e => new StorageError(e.Status, $"{Message(e)} ({$"{e.Status} {e.ErrorCode}".TrimEnd()})"),

        // Of several tries the last one counts.
        AggregateException all => all.InnerExceptions.Select(OfTry).LastOrDefault(e => e is not null),
        _ => null,
    };

    /// <summary>Asks the storage for something. What its client throws is thrown as <see cref="LakeUnavailableException"/>.</summary>
    internal static async Task<T> TranslateAsync<T>(Func<Task<T>> request)
    {
        try
        {
            return await request();
        }
        catch (Exception e) when (e is not LakeUnavailableException && From(e) is { } error)
        {
            throw new LakeUnavailableException(error.Sentence, e);
        }
    }

    /// <inheritdoc cref="TranslateAsync{T}"/>
    internal static Task TranslateAsync(Func<Task> request) => TranslateAsync(async () =>
    {
        await request();
        return true;
    });

    // To the client a try that took too long is cancelled, and one whose connection broke has read badly.
    private static StorageError? OfTry(Exception exception) => exception is OperationCanceledException or IOException
        ? From(exception) ?? new StorageError(0, FirstLine(exception.Message))
        : From(exception);

    // The answer to a HEAD has no content: what it says is the reason beside its status.
    private static string Message(RequestFailedException answer) =>
        answer.GetRawResponse()?.ReasonPhrase.Trim() is { Length: > 0 } reason ? reason : FirstLine(answer.Message);

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}
