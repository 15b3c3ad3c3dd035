using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sluice.Hosting.Http.Errors;

namespace Sluice.Local.Hosting;

/// <summary>The key of a run that other machines can reach. Who has it may do everything.</summary>
internal sealed class RunKey
{
    private const string Header = "x-functions-key";
    private const string Option = "code";
    private const int Bytes = 32;

    private readonly byte[] key = RandomNumberGenerator.GetBytes(Bytes);

    /// <summary>The key as text, for those who start the run.</summary>
    public string Text => Base64Url.EncodeToString(key);

    /// <summary>Checks that a request has the key, where one of the Functions host would be.</summary>
    /// <exception cref="RequestException">401: it has none, or another one.</exception>
    public void Check(HttpRequest request)
    {
        var given = request.Headers[Header] is [{ } header] ? header : request.Query[Option].ToString();
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(Text)))
        {
            throw RequestException.NoKey(
                $"The request needs the key that `sluice run` has shown, in the header {Header} or the query option {Option}.");
        }
    }
}
