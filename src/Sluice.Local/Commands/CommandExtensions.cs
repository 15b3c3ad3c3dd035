using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Sluice.AzureStorage;
using Sluice.Hosting;
using Sluice.Hosting.Http.Endpoints;
using Sluice.Hosting.Http.Json;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Local.Storage;
using Sluice.Local.Terminal;
using Sluice.Warehouse;

namespace Sluice.Local.Commands;

/// <summary>What all commands share: how their work becomes an exit code, and which values they refuse.</summary>
internal static class CommandExtensions
{
    /// <summary>
    /// Sets the work of a command. An error that the user can correct ends it with an exit code and one sentence on standard error, without
    /// a stack trace.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="run">Its work, which returns the exit code.</param>
    public static void SetWork(this Command command, Func<ParseResult, CancellationToken, Task<int>> run) =>
        command.SetAction(async (result, cancellationToken) =>
        {
            try
            {
                return await run(result, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return ExitCode.Interrupted;
            }
            catch (IOException e) when (StandardOutput.HasEnded(e))
            {
                return ExitCode.Ok;
            }
            catch (Exception e)
            {
                var (exitCode, sentence) = Explain(e);
                var isDefect = exitCode == ExitCode.Defect;
                await result.InvocationConfiguration.Error.WriteLineAsync(
                    isDefect && result.GetValue(CommonOptions.Verbose) ? e.ToString() : sentence);
                return exitCode;
            }
        });

    /// <summary>Writes a value to standard output for programs, as one line of JSON.</summary>
    public static void WriteJson<T>(this ParseResult result, T value) =>
        result.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(value, SluiceJson.Options));

    /// <summary>Writes what became of the files of an operation, for people or for programs.</summary>
    public static void WriteResult(this ParseResult result, Operation operation)
    {
        if (result.GetValue(CommonOptions.Json))
        {
            result.WriteJson(OperationBody.From(operation));
        }
        else
        {
            Show.Result(operation);
        }
    }

    /// <summary>Adds examples to the help of a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="lines">Each a line for a shell.</param>
    public static void AddExamples(this Command command, params ReadOnlySpan<string> lines) =>
        command.Description += $"\n\n{(lines.Length == 1 ? "Example" : "Examples")}:\n  {string.Join("\n  ", lines)}";

    /// <summary>Makes all commands refuse empty values: no file, folder, dataset or format has an empty name.</summary>
    public static void RefuseEmptyValues(this RootCommand root)
    {
        // Commands share options, so validate each only once.
        foreach (var option in root.Subcommands.SelectMany(c => c.Options).Distinct())
        {
            option.Validators.Add(r => Refuse(r, option.Name));
        }

        foreach (var argument in root.Subcommands.SelectMany(c => c.Arguments))
        {
            argument.Validators.Add(r => Refuse(r, argument.Name));
        }

        static void Refuse(SymbolResult result, string name)
        {
            if (result.Tokens.Any(t => string.IsNullOrWhiteSpace(t.Value) && !(t.Value.Length > 0 && name == "--delimiter")))
            {
                result.AddError($"{name} is empty.");
            }
        }
    }

    private static (int ExitCode, string Sentence) Explain(Exception exception) => exception switch
    {
        CommandException e => (e.ExitCode, e.Message),
        LakeDefinitionException or SluiceSettingsException or WarehouseFileException => (ExitCode.Usage, exception.Message),
        WarehouseUnavailableException or AzuriteException => (ExitCode.Unavailable, exception.Message),
        AddressInUseException or { InnerException: AddressInUseException } => (ExitCode.Usage, exception.Message),
        _ when StorageError.From(exception) is { } e => (ExitCode.Unavailable, e.Sentence),
        FileNotFoundException or DirectoryNotFoundException or PathTooLongException or UnauthorizedAccessException =>
            (ExitCode.Usage, exception.Message),
        IOException => (ExitCode.Unavailable, exception.Message),
        _ => (ExitCode.Defect, $"This is a defect of Sluice ({exception.GetType().Name}): {FirstLine(exception.Message)}"),
    };

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd();
}
