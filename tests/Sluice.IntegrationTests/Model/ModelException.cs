namespace Sluice.IntegrationTests.Model;

/// <summary>A warehouse differs from the files of the lake.</summary>
internal sealed class ModelException(string message) : Exception(message);
