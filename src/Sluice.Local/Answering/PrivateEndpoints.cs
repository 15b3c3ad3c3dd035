using System.Buffers;
using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Analytics;
using Sluice.Analytics.Queries;
using Sluice.Folder;
using Sluice.Hosting;
using Sluice.Hosting.Http.Errors;
using Sluice.Hosting.Http.Requests;
using Sluice.Hosting.Warehouses;
using Sluice.Lake;
using Sluice.Warehouse;

namespace Sluice.Local.Answering;

/// <summary>
/// What only the user of this process can ask, over its <see cref="PrivateSocket"/>: SQL, and the SQL of a request for rows.
/// </summary>
internal static class PrivateEndpoints
{
    /// <summary>The path of SQL: POST with the text as the body.</summary>
    public const string Sql = "/private/sql";

    /// <summary>The path of the SQL of a request for rows: GET with the path and the options of <c>/api/data</c>.</summary>
    public const string Explain = "/private/explain";

    /// <summary>The path of the size of the warehouse in bytes: GET a number, or null.</summary>
    public const string Size = "/private/size";

    /// <summary>The path of the folder that is the lake: GET its full path, or null if the lake is a storage account.</summary>
    public const string Folder = "/private/folder";

    private const string DuckDbSize =
        "SELECT CAST(block_size * total_blocks AS BIGINT) FROM pragma_database_size() WHERE database_name = 'warehouse'";

    private const string SqlServerSize = "SELECT SUM(CAST(size AS bigint)) * 8192 FROM sys.database_files";

    private const int FlushBytes = 16 * 1024;

    /// <summary>Maps the endpoints. Over any other way, they are not there.</summary>
    public static void MapPrivate(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(Sql, (RequestDelegate)RunSqlAsync);
        endpoints.MapGet($"{Explain}/{{*path}}", (RequestDelegate)ExplainAsync);
        endpoints.MapGet(Size, (RequestDelegate)TellSizeAsync);
        endpoints.MapGet(Folder, (RequestDelegate)TellFolderAsync);
    }

    private static async Task RunSqlAsync(HttpContext context)
    {
        CheckPrivate(context);
        var (services, cancellationToken) = (context.RequestServices, context.RequestAborted);
        using var reader = new StreamReader(context.Request.Body);
        var sql = await reader.ReadToEndAsync(cancellationToken);
        if (ReadOnlySql.FindFault(sql, IsSqlServer(services)) is { } fault)
        {
            throw RequestException.Wrong(fault);
        }

        try
        {
            await using var rows = await services.GetRequiredService<IWarehouseQueries>()
                .QueryAsync(new QueryText(sql, []), cancellationToken);
            await SendAsync(context, rows);
        }
        catch (Exception exception) when (OfText(exception) is { } error)
        {
            throw RequestException.Wrong(error.Message);
        }
    }

    // What is wrong with the text itself, such as a table that is not there. In SQL Server that is a severity that a user can correct.
    private static DbException? OfText(Exception exception) => exception as DbException
        ?? (exception is WarehouseUnavailableException { InnerException: SqlException { Class: <= 16 } inner } ? inner : null);

    private static async Task SendAsync(HttpContext context, IQueryRows rows)
    {
        // A person may look at one page for as long as it takes.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        context.Response.ContentType = RowLines.ContentType;
        var body = context.Response.BodyWriter;
        await using var json = new Utf8JsonWriter(body, new JsonWriterOptions { SkipValidation = true });
        RowLines.WriteNames(json, rows.Row);
        EndLine();
        try
        {
            while (await rows.ReadAsync())
            {
                RowLines.WriteRow(json, rows.Row);
                EndLine();
                if (body.UnflushedBytes > FlushBytes)
                {
                    await body.FlushAsync(context.RequestAborted);
                }
            }
        }
        catch (Exception exception) when (OfText(exception) is not null
            || exception is QueryValueException or QueryMemoryException or NotSupportedException)
        {
            // The status is sent.
            json.Reset();
            json.WriteStartObject();
            json.WriteString(RowLines.Error, (OfText(exception) ?? exception).Message);
            json.WriteEndObject();
            EndLine();
        }

        await body.FlushAsync(context.RequestAborted);

        void EndLine()
        {
            json.Flush();
            json.Reset();
            body.Write("\n"u8);
        }
    }

    private static async Task ExplainAsync(HttpContext context)
    {
        CheckPrivate(context);
        var analytics = context.RequestServices.GetRequiredService<AnalyticsService>();
        await analytics.RefreshAsync(context.RequestAborted);
        var request = analytics.Resolve(ServiceLocation.From(context.Request, Explain).Path)
            ?? throw RequestException.NotFound("There is no such set; `sluice status` lists the datasets.");
        var query = analytics.Explain(request with { Options = QueryOptions.Read(context.Request, QueryOptions.OfRows) });
        var text = new StringBuilder();
        for (var i = 0; i < query.Parameters.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"-- parameter {i + 1}: {query.Parameters[i].Value ?? "NULL"}\n");
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(text.Append(query.Sql).Append('\n').ToString(), context.RequestAborted);
    }

    private static async Task TellSizeAsync(HttpContext context)
    {
        CheckPrivate(context);
        var services = context.RequestServices;
        await using var rows = await services.GetRequiredService<IWarehouseQueries>()
            .QueryAsync(new QueryText(IsSqlServer(services) ? SqlServerSize : DuckDbSize, []), context.RequestAborted);
        var bytes = await rows.ReadAsync() && !rows.Row.IsDBNull(0) ? (long?)rows.Row.GetInt64(0) : null;
        await context.Response.WriteAsJsonAsync(bytes, context.RequestAborted);
    }

    private static Task TellFolderAsync(HttpContext context)
    {
        CheckPrivate(context);
        return context.Response.WriteAsJsonAsync(
            (context.RequestServices.GetRequiredService<ILakeStorage>() as FolderLake)?.Layout.Root, context.RequestAborted);
    }

    private static bool IsSqlServer(IServiceProvider services) =>
        services.GetRequiredService<SluiceSettings>().WarehouseProvider is SqlServerProvider;

    private static void CheckPrivate(HttpContext context)
    {
        if (context.Features.Get<PrivateConnection>() is null)
        {
            throw RequestException.OfStatus(StatusCodes.Status404NotFound);
        }
    }
}
