using System.Xml;
using Azure;
using Azure.Identity;
using Sluice.Lake;
using Sluice.Text;

namespace Sluice.AzureStorage;

/// <summary>Why a request to the storage failed, in the words of the storage.</summary>
/// <param name="Status">The HTTP status, or 0 if there was no answer.</param>
/// <param name="Reason"> One line: the message with status and error code, such as <c>Server failed to authenticate the request. (403
/// AuthenticationFailed)</c>, or the error of the connection, such as <c>Connection refused (127.0.0.1:10000)</c>.
/// </param>
public sealed record StorageError(int Status, string Reason)
{
    /// <summary>Whether the storage refused the request (4xx): the same request will fail again.</summary>
    public bool IsRefusal => Status is >= 400 and < 500;

    /// <summary>A sentence that says what failed and why.</summary>
    public string Sentence => OneLine.Sentence(Status switch
    {
        0 => $"The lake's storage cannot be reached: {Reason}",
        >= 500 => $"The lake's storage is in trouble: {Reason}",
        _ => $"The lake's storage refuses a request: {Reason}",
    });

    /// <summary>
    /// The error of an exception of the storage client, also after several tries; <see langword="null"/> for other exceptions.
    /// </summary>
    public static StorageError? From(Exception exception) => exception switch
    {
        LakeUnavailableException { InnerException: { } inner } => From(inner),
        AuthenticationFailedException e => new StorageError(401, FirstLine(e.Message)),
        RequestFailedException { Status: 0 } e => new StorageError(0, FirstLine(e.Message)),
        RequestFailedException e => new StorageError(e.Status, $"{Message(e)} ({$"{e.Status} {e.ErrorCode}".TrimEnd()})"),

        // An emulator answers so if the name of a blob has a control character, which XML cannot hold.
        XmlException => new StorageError(
            500, "Its answer has no content that can be read. Does the name of a blob have a control character?"),

        // The error of the last try counts.
        AggregateException all => all.InnerExceptions.Select(OfTry).LastOrDefault(e => e is not null),
        _ => null,
    };

    /// <summary>Sends a request to the storage. Exceptions of its client become <see cref="LakeUnavailableException"/>.</summary>
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

    // In the client, a try that times out is an OperationCanceledException, and a broken connection an IOException.
    private static StorageError? OfTry(Exception exception) => exception is OperationCanceledException or IOException
        ? From(exception) ?? new StorageError(0, FirstLine(exception.Message))
        : From(exception);

    // The answer to a HEAD request has no body; its message is the reason phrase.
    private static string Message(RequestFailedException answer) =>
        answer.GetRawResponse()?.ReasonPhrase.Trim() is { Length: > 0 } reason ? reason : FirstLine(answer.Message);

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}
