using System.CommandLine;
using Sluice.Lake;
using Sluice.Local.Asking;
using Sluice.Local.Hosting;
using Sluice.Local.Terminal;

namespace Sluice.Local.Commands;

/// <summary><c>rejects</c>: the rows that were not loaded, and why.</summary>
internal static class RejectsCommand
{
    // Each error of a row is one row of the set.
    private const string Newest = "&$orderby=load desc,row,error&$top=100&$select=file,line,field,rule,message";

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var dataset = new Option<string?>("--dataset") { Description = "Only the rejects of this dataset.", HelpName = "NAME" };
        var group = new Option<bool>("--group")
        {
            Description = "Count the errors of each dataset, field and rule, the most first, with one as an example.",
        };
        var export = new Option<string?>("--export")
        {
            Description = "Write the newest rejects of each file to this folder, as CSV files to correct. "
                + "Their last column, _errors, says what is wrong. A file that is there stays as it is. `sluice upload` brings them back.",
            HelpName = "DIR",
        };
        var command = new Command(
            "rejects",
            """
            Shows the newest errors of rejected rows.
            """)
        {
            dataset, group, export, CommonOptions.Json,
        };
        command.AddLocal();
        command.AddExamples("sluice rejects --group", "sluice rejects --dataset ads --export to-correct");
        command.SetWork(async (result, cancellationToken) =>
        {
            var options = result.GetLocal();
            var name = result.GetValue(dataset);
            if (name is not null)
            {
                LocalFile.LoadLake(options.Lake).Get(name);
            }

            await using var client = await LakeClient.OpenAsync(options, cancellationToken);
            if (result.GetValue(export) is { } folder)
            {
                return await ExportAsync(
                    client, options, name, folder, result.InvocationConfiguration.Output, result.InvocationConfiguration.Error,
                    cancellationToken);
            }

            var filter = name is null ? "rule ne ''" : $"dataset eq {Literal(name)}";
            var request = result.GetValue(group)
                ? $"rejects?$apply=filter({filter})/groupby((dataset,field,rule),aggregate($count as errors,message with min as example))"
                    + "&$orderby=errors desc,dataset,field,rule"
                : $"rejects?$filter={filter}{Newest}";
            await new RowsWriter(result.InvocationConfiguration.Output).WriteAsync(
                await client.RequestAsync(request, cancellationToken),
                result.GetValue(CommonOptions.Json) ? RowsFormat.Json : RowsFormat.Table);
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<int> ExportAsync(
        LakeClient client, LocalOptions options, string? dataset, string folder, TextWriter output, TextWriter errors,
        CancellationToken cancellationToken)
    {
        CommandException.ThrowUsage(Sluice.Files.LocalPath.FindFolderFault(folder));
        var filter = dataset is null ? "" : $" and dataset eq {Literal(dataset)}";
        var files = await client.ReadAsync($"files?$filter=rejected gt 0{filter}&$select=path,dataset&$orderby=path", cancellationToken);
        var located = await client.LocateAsync(options, cancellationToken);
        await using var storage = await LakeAccess.OpenAsync(located, cancellationToken);
        var written = 0;
        foreach (var file in files)
        {
            foreach (var (source, load) in await FindCurrentAsync(client, file.GetProperty("path").GetString()!, cancellationToken))
            {
                var name = $"{Path.GetFileNameWithoutExtension(file.GetProperty("path").GetString()!)}-{load}.csv";
                var target = Path.Combine(folder, FileNameOf(file.GetProperty("dataset").GetString()!), FileNameOf(name));
                written++;
                if (File.Exists(target))
                {
                    // It may be corrected already.
                    await errors.WriteLineAsync($"kept     {target}, which exists.");
                    continue;
                }

                await CopyAsync(storage.Lake, source, target, cancellationToken);
                await output.WriteLineAsync(target);
            }
        }

        await output.WriteLineAsync(
            written == 0 ? "There are no rejects."
                : $"Correct the rows in {(written == 1 ? "this file" : $"these {Show.Number(written)} files")}. "
                    + $"Then: sluice {(client.IsServed ? "upload" : "load")} FILE... --dataset NAME");
        return ExitCode.Ok;
    }

    // The rejects of a file are those of the load that read it from its start, and of the later ones that read what it had grown by.
    private static async Task<List<(string RejectsFile, long Load)>> FindCurrentAsync(
        LakeClient client, string path, CancellationToken cancellationToken)
    {
        var loads = await client.ReadAsync(
            $"loads?$filter=file eq {Literal(path)} and state eq 'loaded'&$orderby=id desc&$select=id,kind,rejects_file",
            cancellationToken);
        var found = new List<(string, long)>();
        foreach (var load in loads)
        {
            if (load.GetProperty("rejects_file").GetString() is { } file)
            {
                found.Add((file, load.GetProperty("id").GetInt64()));
            }

            if (load.GetProperty("kind").GetString() != "append")
            {
                break;
            }
        }

        return found;
    }

    private static async Task CopyAsync(ILakeStorage lake, string source, string target, CancellationToken cancellationToken)
    {
        var version = await lake.FindAsync(source, cancellationToken)
            ?? throw new CommandException(ExitCode.Data, $"{source} is no longer in the lake: rejects are kept for some days only.");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        await using var content = await lake.OpenReadAsync(version, 0, cancellationToken);
        await using var file = File.Create(target);
        await content.CopyToAsync(file, cancellationToken);
    }

    // A name in the lake can have any character.
    private static string FileNameOf(string name)
    {
        var safe = string.Join('_', name.Split(Path.GetInvalidFileNameChars()));
        return safe.Trim('.').Length == 0 ? "_" : safe;
    }

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
