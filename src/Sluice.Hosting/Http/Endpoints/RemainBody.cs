namespace Sluice.Hosting.Http.Endpoints;

/// <summary>A record of the lake that has an erased key.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="File">The file's path, container first.</param>
/// <param name="Row">The number of the row among the data rows of the file, from 1; 0 if the file could not be read.</param>
/// <param name="Line">The line that it starts on, from 1; 0 if the file could not be read.</param>
internal sealed record RemainBody(string Dataset, string File, long Row, long Line);
