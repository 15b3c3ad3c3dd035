using System.CommandLine;
using Sluice.Local.Asking;
using Sluice.Local.Terminal;
using Spectre.Console;

namespace Sluice.Local.Commands;

/// <summary><c>status</c>: what is in the lake and the warehouse.</summary>
internal static class StatusCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var watch = new Option<bool>("--watch") { Description = "Show it again every two seconds, until Ctrl+C." };
        var command = new Command(
            "status",
            """
            Shows the files of each dataset by state, the rejects by rule, the last sweep and the size of the warehouse.
            """)
        {
            watch, CommonOptions.Json,
        };
        command.AddLocal();
        command.AddExamples("sluice status --watch");
        command.SetWork(async (result, cancellationToken) =>
        {
            await using var client = await LakeClient.OpenAsync(result.GetLocal(), cancellationToken);
            var status = await LakeStatus.ReadAsync(client, cancellationToken);
            Write(status);
            if (result.GetValue(watch))
            {
                await WatchAsync(client, cancellationToken);
            }

            return ExitCode.Ok;

            void Write(LakeStatus shown)
            {
                if (result.GetValue(CommonOptions.Json))
                {
                    result.InvocationConfiguration.Output.WriteLine(shown.ToJson().ToJsonString());
                }
                else
                {
                    AnsiConsole.Write(shown.ToRenderable());
                }
            }

            // Redirected output gets a status whenever it differs.
            async Task WatchAsync(LakeClient asked, CancellationToken token)
            {
                var last = status.ToJson().ToJsonString();
                while (true)
                {
                    await Task.Delay(Pause, token);
                    var next = await LakeStatus.ReadAsync(asked, token);
                    if (next.ToJson().ToJsonString() is var text && text != last)
                    {
                        last = text;
                        if (!Console.IsOutputRedirected && !result.GetValue(CommonOptions.Json))
                        {
                            AnsiConsole.Clear();
                        }

                        Write(next);
                    }
                }
            }
        });
        return command;
    }
}
