using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Local.Answering;
using Sluice.Local.Hosting;
using Sluice.Local.Storage;
using Sluice.Local.Terminal;

namespace Sluice.Local.Asking;

/// <summary>
/// Asks the process that serves a home folder, over its <see cref="PrivateSocket"/>. If none does, this process opens the warehouse and
/// asks itself, in the same way.
/// </summary>
internal sealed partial class LakeClient : IAsyncDisposable
{
    private readonly HttpClient http;
    private readonly WarehouseHost? own;

    private LakeClient(PrivateSocket socket, WarehouseHost? own)
    {
        this.own = own;
        http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) => await socket.TryConnectAsync(token)
                ?? throw new CommandException(ExitCode.Unavailable, "The process that serves the lake has ended. Run the command again."),
            UseProxy = false,
        })
        {
            BaseAddress = new Uri("http://localhost"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Whether another process answers, which serves the lake.</summary>
    public bool IsServed => own is null;

    /// <summary>Connects to the process that serves the home folder, or opens the warehouse.</summary>
    /// <exception cref="CommandException">There is no warehouse yet.</exception>
    public static async Task<LakeClient> OpenAsync(LocalOptions options, CancellationToken cancellationToken)
    {
        if (await TryConnectAsync(options.Home, cancellationToken) is { } served)
        {
            return served;
        }

        var host = await WarehouseHost.OpenAsync(options, cancellationToken);
        return new LakeClient(host.Socket, host);
    }

    /// <summary>Connects to the process that serves a home folder.</summary>
    /// <returns><see langword="null"/> if none does.</returns>
    public static async Task<LakeClient?> TryConnectAsync(LocalHome home, CancellationToken cancellationToken)
    {
        var socket = PrivateSocket.Of(home);
        if (await socket.TryConnectAsync(cancellationToken) is not { } connection)
        {
            return null;
        }

        await connection.DisposeAsync();
        return new LakeClient(socket, null);
    }

    /// <summary>Runs one query of SQL that only reads.</summary>
    /// <exception cref="CommandException">It cannot be run, or ends with an error.</exception>
    public async Task<LakeRows> RunSqlAsync(string sql, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, PrivateEndpoints.Sql)
        {
            Content = new StringContent(sql, Encoding.UTF8, "text/plain"),
        };
        var answer = await SendAsync(request, cancellationToken);
        var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        var names = await ReadLineAsync(lines, cancellationToken) ?? throw Broken();
        return new LakeRows([.. names.Select(n => n.GetString()!)], RowsAsync(lines, cancellationToken));
    }

    /// <summary>The SQL of a request for rows.</summary>
    /// <param name="text">The path and the options below <c>/api/data</c>, escaped or not.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<string> ExplainAsync(string text, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{PrivateEndpoints.Explain}/{Escape(text)}");
        using var answer = await SendAsync(request, cancellationToken);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>The profile of a set, as the document that the OData service has.</summary>
    public async Task<string> ReadProfileAsync(string set, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/data/{EscapeValue(set)}/profile");
        using var answer = await SendAsync(request, cancellationToken);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>Requests rows from the OData service, page after page.</summary>
    /// <inheritdoc cref="ExplainAsync"/>
    public async Task<LakeRows> RequestAsync(string text, CancellationToken cancellationToken)
    {
        var first = await PageAsync($"/api/data/{Escape(text)}", cancellationToken);
        var values = ValuesOf(first);
        string[] columns = values switch
        {
            // Only rows have names.
            [] => [],
            [{ ValueKind: JsonValueKind.Object } row, ..] => [.. row.EnumerateObject().Select(p => p.Name).Where(n => !n.StartsWith('@'))],
            _ => ["value"],
        };
        return new LakeRows(columns, FollowAsync(first, columns, cancellationToken));
    }

    /// <summary>Requests all rows from the OData service, each as an object.</summary>
    /// <inheritdoc cref="ExplainAsync"/>
    public async Task<IReadOnlyList<JsonElement>> ReadAsync(string text, CancellationToken cancellationToken)
    {
        var rows = new List<JsonElement>();
        for (var next = $"/api/data/{Escape(text)}"; next is not null;)
        {
            var page = await PageAsync(next, cancellationToken);
            rows.AddRange(ValuesOf(page));
            next = NextOf(page);
        }

        return rows;
    }

    /// <summary>The size of the warehouse in bytes, or <see langword="null"/> if its user may not see it.</summary>
    public async Task<long?> GetWarehouseBytesAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, PrivateEndpoints.Size);
        using var answer = await SendAsync(request, cancellationToken);
        return JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken)) is { ValueKind: JsonValueKind.Number } bytes
            ? bytes.GetInt64()
            : null;
    }

    /// <summary>
    /// The options with the lake of the process that serves, if that is a folder. Options that name a lake stay as they are.
    /// </summary>
    public async Task<LocalOptions> LocateAsync(LocalOptions options, CancellationToken cancellationToken)
    {
        if (!IsServed || options.Data is not null || options.Storage is not null)
        {
            return options;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, PrivateEndpoints.Folder);
        using var answer = await SendAsync(request, cancellationToken);
        return JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken)).GetString() is { } folder
            ? options with { Data = folder }
            : options;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await (own?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private static async IAsyncEnumerable<JsonElement[]> RowsAsync(
        StreamReader lines, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using (lines)
        {
            while (await ReadLineAsync(lines, cancellationToken) is { } row)
            {
                yield return row;
            }
        }
    }

    private static async Task<JsonElement[]?> ReadLineAsync(StreamReader lines, CancellationToken cancellationToken)
    {
        try
        {
            if (await lines.ReadLineAsync(cancellationToken) is not { } line)
            {
                return null;
            }

            var element = JsonElement.Parse(line);
            return element.ValueKind == JsonValueKind.Array
                ? [.. element.EnumerateArray()]
                : throw new CommandException(ExitCode.Usage, element.GetProperty(RowLines.Error).GetString()!);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw Broken(e);
        }
    }

    private async IAsyncEnumerable<JsonElement[]> FollowAsync(
        JsonElement page, string[] columns, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var row in ValuesOf(page))
            {
                yield return row.ValueKind == JsonValueKind.Object
                    ? [.. columns.Select(c => row.TryGetProperty(c, out var value) ? value : default)]
                    : [row];
            }

            if (NextOf(page) is not { } next)
            {
                yield break;
            }

            page = await PageAsync(next, cancellationToken);
        }
    }

    private async Task<JsonElement> PageAsync(string address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("application/json;odata.metadata=none, text/plain, application/problem+json");
        using var answer = await SendAsync(request, cancellationToken);
        return JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    // One row is an object by itself, and a count is a number.
    private static IReadOnlyList<JsonElement> ValuesOf(JsonElement page) =>
        page.ValueKind == JsonValueKind.Object && page.TryGetProperty("value", out var values) && values.ValueKind == JsonValueKind.Array
            ? [.. values.EnumerateArray()]
            : [page];

    private static string? NextOf(JsonElement page) =>
        page.ValueKind == JsonValueKind.Object && page.TryGetProperty("@odata.nextLink", out var next) ? next.GetString() : null;

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException e) when (e.InnerException is CommandException command)
        {
            throw command;
        }
        catch (HttpRequestException e)
        {
            throw Broken(e);
        }

        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            var problem = JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
            throw new CommandException(
                answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests ? ExitCode.Unavailable
                    : answer.StatusCode == HttpStatusCode.InternalServerError ? ExitCode.Defect
                    : ExitCode.Usage,
                problem.GetProperty("detail").GetString()!);
        }
    }

    private static CommandException Broken(Exception? inner = null) =>
        new(ExitCode.Unavailable, "The process that serves the lake ended before its answer did. Run the command again.", inner);

    // People write requests with spaces, and copy them escaped.
    private static string Escape(string text)
    {
        var parts = text.TrimStart('/').Split('?', 2);
        var path = string.Join('/', parts[0].Split('/').Select(EscapeValue));
        return parts.Length == 1 ? path : $"{path}?{string.Join('&', OptionStart().Split(parts[1]).Select(EscapeOption))}";
    }

    private static string EscapeOption(string option) => option.Split('=', 2) is [var name, var value]
        ? $"{name}={EscapeValue(value)}"
        : EscapeValue(option);

    private static string EscapeValue(string value) => Uri.EscapeDataString(Uri.UnescapeDataString(value));

    [GeneratedRegex(@"&(?=[$@]?\w+=)")]
    private static partial Regex OptionStart();
}
