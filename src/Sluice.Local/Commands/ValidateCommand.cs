using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Sluice.Analytics.Reports;
using Sluice.Hosting;
using Sluice.IO;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Loading;
using Sluice.Local.Terminal;
using Sluice.Rows;
using Sluice.Validation;

namespace Sluice.Local.Commands;

/// <summary><c>validate</c>: lists the rejects of a file, or checks the lake definition and its reports.</summary>
internal static class ValidateCommand
{
    private const string Text = "text";
    private const string Json = "json";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "The CSV file; - is standard input. Without it, the lake definition and its reports are validated.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var dataset = CommonOptions.Dataset();
        dataset.Required = false;
        var format = new Option<string>("--format")
        {
            Description = "text: lines as file:line: field: message; json: a validation report of Frictionless.",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => Text,
        };
        format.AcceptOnlyFromAmong(Text, Json);
        var command = new Command(
            "validate",
            "Validates a CSV file without a warehouse and prints its rejects as file:line: field: message. Ends with 1 if there are any. "
            + "Without a file, validates the lake definition and its reports as the app does. Ends with 2 if they are invalid.")
        {
            file, dataset, format, CommonOptions.Json, CommonOptions.Lake,
        };
        command.Validators.Add(r =>
        {
            if ((r.GetResult(file)?.Tokens.Count > 0) != r.GetResult(dataset) is not null)
            {
                r.AddError("FILE and --dataset go together: the file is validated against the dataset.");
            }
        });
        command.AddExamples("sluice validate Ads.csv --dataset ads", "sluice validate - --dataset ads < Ads.csv");
        command.SetWork(async (result, cancellationToken) =>
        {
            var path = result.GetRequiredValue(CommonOptions.Lake);
            var lake = LocalFile.LoadLake(path);
            if (result.GetValue(file) is not { } csv)
            {
                var reports = ReportCatalog.Load(path, SluiceServices.CreateModel(lake)).Reports;
                await result.InvocationConfiguration.Error.WriteLineAsync(
                    $"{path}: {Counted(lake.Datasets.Count, "dataset")} and {Counted(reports.Count, "report")} are valid.");
                return ExitCode.Ok;
            }

            using var input = await InputFile.OpenAsync(csv, cancellationToken);
            var found = await ValidateAsync(
                input, lake.Get(result.GetRequiredValue(dataset)),
                result.GetValue(CommonOptions.Json) || result.GetRequiredValue(format) == Json,
                result.InvocationConfiguration, cancellationToken);
            return found.Rejected > 0 || found.Error is not null ? ExitCode.Data : ExitCode.Ok;
        });
        return command;
    }

    private static string Counted(int count, string what) => $"{Show.Number(count)} {what}{(count == 1 ? "" : "s")}";

    private static async Task<FileValidation> ValidateAsync(
        InputFile input, Dataset dataset, bool isReport, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        var path = input.Name;
        var report = new ValidationReport(path, dataset);
        var start = Stopwatch.GetTimestamp();

        // Use the limits of a load. The hashes of sensitive fields are not kept, so any key is good enough.
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var options = SluiceSettings.ReadLoader(settings).Read with
        {
            HashKey = RandomNumberGenerator.GetBytes(ReadOptions.ShortestHashKey),
        };
        var origin = FileOrigin.OfLocal(dataset, path, File.GetLastWriteTimeUtc(input.Path));
        var found = await FileValidator.ValidateAsync(
            dataset,
            SluiceSettings.ReadLimits(settings),
            options,
            (offset, _) => Task.FromResult<Stream>(LocalFile.Open(input.Path, offset)),
            isReport ? report.Add : Print,
            cancellationToken,
            path,
            origin,
            new FileInfo(input.Path).Length);
        if (isReport)
        {
            var written = await report.WriteAsync(found, Stopwatch.GetElapsedTime(start).TotalSeconds, cancellationToken);
            await console.Output.WriteLineAsync(written.ToJsonString(Indented));
        }
        else if (found.Error is not null)
        {
            await console.Output.WriteLineAsync($"{path}: {found.Error}");
        }

        await console.Output.FlushAsync(cancellationToken);
        if (found.Error is null && found.Changes.Count > 0)
        {
            await console.Error.WriteLineAsync($"{path}: columns differ from the schema: {ChangeTexts.Describe(found.Changes)}.");
        }

        if (found.Hint is { } hint)
        {
            await console.Error.WriteLineAsync($"{path}: {hint}");
        }

        if (dataset.Schema.Fields.Where(f => f.From == FieldSource.Path && origin.TextOf(f) is null).ToList() is [_, ..] unknown)
        {
            await console.Error.WriteLineAsync(
                $"{path}: not validated: {string.Join(", ", unknown.Select(f => f.Name))}. These values come from the path in the lake, "
                + $"and this one does not end as {string.Join(" or ", dataset.Paths)} does.");
        }

        await console.Error.WriteLineAsync($"{path}: {Show.Number(found.Rows)} rows passed, {Show.Number(found.Rejected)} were rejected.");
        return found;

        void Print(Reject reject)
        {
            foreach (var error in reject.Errors)
            {
                console.Output.WriteLine($"{path}:{reject.Line}: {error.Field ?? "row"}: {error.Message}");
            }
        }
    }
}
