using System.CommandLine;
using System.CommandLine.Parsing;
using Microsoft.AspNetCore.Connections;
using Sluice.AzureStorage;
using Sluice.Hosting;
using Sluice.Lake;
using Sluice.Local.Storage;
using Sluice.Local.Terminal;
using Sluice.Warehouse;

namespace Sluice.Local.Commands;

/// <summary>What all verbs do alike: how their work becomes an exit code, and which values they refuse.</summary>
internal static class CommandExtensions
{
    /// <summary>
    /// Sets what the verb does. An error that a person can do something about ends it with its exit code and one sentence on standard
    /// error, not with a stack trace.
    /// </summary>
    /// <param name="command">The verb.</param>
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
            catch (Exception e)
            {
                var (exitCode, sentence) = Explain(e);
                var isDefect = exitCode == ExitCode.Defect;
                await result.InvocationConfiguration.Error.WriteLineAsync(
                    isDefect && result.GetValue(CommonOptions.Verbose) ? e.ToString() : sentence);
                return exitCode;
            }
        });

    /// <summary>Takes an empty value for a mistake, in all verbs: no file, folder, dataset or format is called so.</summary>
    public static void RefuseEmptyValues(this RootCommand root)
    {
        // Verbs share options.
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
            if (result.Tokens.Any(t => string.IsNullOrWhiteSpace(t.Value)))
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
        FileNotFoundException or DirectoryNotFoundException or PathTooLongException or UnauthorizedAccessException => (ExitCode.Usage, exception.Message),
        IOException => (ExitCode.Unavailable, exception.Message),
        _ => (ExitCode.Defect, $"Sluice is at fault ({exception.GetType().Name}): {FirstLine(exception.Message)}"),
    };

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd();
}
