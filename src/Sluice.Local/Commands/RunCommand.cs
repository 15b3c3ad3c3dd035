using System.CommandLine;
using Sluice.Local.Hosting;
using Sluice.Local.Terminal;

namespace Sluice.Local.Commands;

/// <summary><c>run</c>: loads uploads and serves HTTP.</summary>
internal static class RunCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "run",
            "Loads files that are uploaded to the lake and serves HTTP until Ctrl+C. A second start continues where the first ended.")
        {
            CommonOptions.Port, CommonOptions.Json,
        };
        command.AddLocal();
        command.AddExamples("sluice run", "sluice run --data . --port 8080");
        command.SetWork(async (result, cancellationToken) =>
        {
            var output = result.InvocationConfiguration.Output;
            await using var host = await LocalHost.OpenAsync(
                result.GetLocal(), new ServeOptions(result.GetValue(CommonOptions.Port), Sweep: true), cancellationToken);
            await host.StartAsync(cancellationToken);
            if (result.GetValue(CommonOptions.Json))
            {
                result.WriteJson(new { host.Url, Paths = host.Lake.Datasets.SelectMany(d => d.Paths).Select(p => p.ToString()) });
                await output.FlushAsync(cancellationToken);
            }
            else
            {
                Serving.Describe(host, output);
            }

            await host.WaitAsync(cancellationToken);
            return ExitCode.Ok;
        });
        return command;
    }
}
