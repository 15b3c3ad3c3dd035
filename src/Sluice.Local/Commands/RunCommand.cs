using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sluice.Local.Hosting;
using Sluice.Local.Terminal;

namespace Sluice.Local.Commands;

/// <summary><c>run</c>: loads uploads and serves HTTP.</summary>
internal static class RunCommand
{
    private static readonly Option<string> Host = new("--host")
    {
        Description = "The address to listen on. For another one than of this machine alone, requests need a key, which is shown once.",
        HelpName = "IP",
        DefaultValueFactory = _ => "127.0.0.1",
    };

    private static readonly Option<string?> Certificate = new("--certificate")
    {
        Description = "The PEM file of the certificate for HTTPS. Without it, anybody on the network can read what is sent.",
        HelpName = "PATH",
    };

    private static readonly Option<string?> CertificateKey = new("--certificate-key")
    {
        Description = "The PEM file of the key of the certificate, if the key is not in the file of the certificate.",
        HelpName = "PATH",
    };

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "run",
            "Loads files that are uploaded to the lake and serves HTTP until Ctrl+C. A second start continues where the first ended.")
        {
            CommonOptions.Port, Host, Certificate, CertificateKey, CommonOptions.Json,
        };
        command.AddLocal();
        command.AddExamples(
            "sluice run", "sluice run --data . --port 8080", "sluice run --host 0.0.0.0 --certificate lake.pem --certificate-key lake.key");
        command.SetWork(async (result, cancellationToken) =>
        {
            var output = result.InvocationConfiguration.Output;
            using var certificate = ReadCertificate(result.GetValue(Certificate), result.GetValue(CertificateKey));
            var serve = new ServeOptions(result.GetValue(CommonOptions.Port), Sweep: true)
            {
                Host = ReadHost(result.GetValue(Host)!),
                Certificate = certificate,
            };
            await using var host = await LocalHost.OpenAsync(result.GetLocal(), serve, cancellationToken);
            await host.StartAsync(cancellationToken);
            if (result.GetValue(CommonOptions.Json))
            {
                result.WriteJson(new { host.Url, host.Key, Paths = host.Lake.Datasets.SelectMany(d => d.Paths).Select(p => p.ToString()) });
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

    private static IPAddress ReadHost(string text) => IPAddress.TryParse(text, out var address)
        ? address
        : throw new CommandException(ExitCode.Usage, $"--host must be an IP address, such as 0.0.0.0 for all, but is {text}.");

    private static X509Certificate2? ReadCertificate(string? path, string? key)
    {
        if (path is null)
        {
            return key is null
                ? null
                : throw new CommandException(ExitCode.Usage, "--certificate-key needs --certificate, the file of the certificate.");
        }

        LocalFile.Check(path);
        LocalFile.Check(key ?? path);
        try
        {
            return X509Certificate2.CreateFromPemFile(path, key);
        }
        catch (CryptographicException)
        {
            throw new CommandException(
                ExitCode.Usage, $"{path} has no certificate with its key, as PEM. Name the file of the key with --certificate-key.");
        }
    }
}
