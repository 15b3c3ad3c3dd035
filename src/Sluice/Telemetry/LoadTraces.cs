using System.Diagnostics;

namespace Sluice.Telemetry;

/// <summary>
/// The spans of loads and sweeps, by the conventions of OpenTelemetry. Each load is a trace of its own, with a link to what asked for it: a
/// sweep of ten thousand files is not one trace of ten thousand, and whether a load is sampled does not hang on who triggered it.
/// No span has a value of a field in it.
/// </summary>
public static class LoadTraces
{
    /// <summary>The name of the source of the spans.</summary>
    public const string Name = "Sluice";

    internal static ActivitySource Source { get; } = new(Name, SluiceVersion.Text);

    /// <summary>Starts a trace, of which all that the calling method does from here on is a part.</summary>
    /// <param name="name">The span's name.</param>
    internal static Activity? StartTrace(string name)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var trigger = Activity.Current;
        Activity.Current = null;
        var trace = Source.StartActivity(
            ActivityKind.Internal, parentContext: default, links: trigger is null ? null : [new ActivityLink(trigger.Context)], name: name);
        if (trace is null)
        {
            Activity.Current = trigger;
        }

        return trace;
    }
}
