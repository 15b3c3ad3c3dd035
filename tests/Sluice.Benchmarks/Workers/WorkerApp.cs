namespace Sluice.Benchmarks.Workers;

/// <summary>A published isolated worker app, and the function that gives its first answer.</summary>
/// <param name="Folder">Where it was published to.</param>
/// <param name="Assembly">The file of its program, in that folder.</param>
/// <param name="Function">The function's name.</param>
/// <param name="Path">The path of the function's route.</param>
/// <param name="Settings">Its app settings.</param>
internal sealed record WorkerApp(
    string Folder, string Assembly, string Function, string Path, IReadOnlyDictionary<string, string> Settings);
