using System.CommandLine;
using Sluice.Lake;
using Sluice.Loading;
using Sluice.Validation;
using Sluice.Warehouse;

namespace Sluice.Local.Commands;

/// <summary><c>validate</c>: what would be rejected.</summary>
internal static class ValidateCommand
{
    // The resolution of Azure SQL, the finer one: what only the embedded warehouse cannot hold is found when it is loaded there.
    private static readonly WarehouseLimits Limits = new(TicksPerUnit: 1);

    /// <summary>Creates the verb.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The CSV." };
        var dataset = CommonOptions.Dataset();
        var command = new Command(
            "validate", "Validates a CSV without a warehouse and prints its rejects as file:line: field: message. Ends with 1 if there are any.")
        {
            file, dataset, CommonOptions.Lake,
        };
        command.SetWork(async (result, cancellationToken) =>
        {
            var lake = LakeDefinition.Load(result.GetRequiredValue(CommonOptions.Lake));
            var found = await ValidateAsync(
                result.GetRequiredValue(file), lake.Get(result.GetRequiredValue(dataset)), result.InvocationConfiguration, cancellationToken);
            return found.Rejected > 0 || found.Error is not null ? ExitCode.Data : ExitCode.Ok;
        });
        return command;
    }

    private static async Task<FileValidation> ValidateAsync(
        string path, Dataset dataset, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        var found = await FileValidator.ValidateAsync(
            dataset, Limits, new LoaderOptions(), (offset, _) => Task.FromResult<Stream>(Open(path, offset)), Print, cancellationToken);
        await console.Output.FlushAsync(cancellationToken);
        if (found.Error is not null)
        {
            await console.Output.WriteLineAsync($"{path}: {found.Error}");
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

    private static FileStream Open(string path, long offset)
    {
        var stream = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        stream.Position = offset;
        return stream;
    }
}
