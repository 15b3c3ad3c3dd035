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
            for (var last = ""; ; await Task.Delay(Pause, cancellationToken))
            {
                var status = await LakeStatus.ReadAsync(client, cancellationToken);
                var json = status.ToJson().ToJsonString();

                // Redirected output gets a status only if it differs from the one before.
                if (json != last)
                {
                    Write(result, status, json, clears: last.Length > 0 && !Console.IsOutputRedirected);
                    last = json;
                }

                if (!result.GetValue(watch))
                {
                    return ExitCode.Ok;
                }
            }
        });
        return command;
    }

    private static void Write(ParseResult result, LakeStatus status, string json, bool clears)
    {
        if (result.GetValue(CommonOptions.Json))
        {
            result.InvocationConfiguration.Output.WriteLine(json);
            return;
        }

        if (clears)
        {
            AnsiConsole.Clear();
        }

        AnsiConsole.Write(status.ToRenderable());
    }
}
