using System.Text;

namespace Sluice.Validation;

/// <summary>
/// Keeps bytes that an encoding does not know: each becomes two characters that Unicode says are none (U+FDD0 to U+FDDF, one for each
/// half of the byte), which <see cref="TranscodingStream"/> makes <see cref="InvalidByte"/>s of.
/// </summary>
internal sealed class InvalidByteFallback : DecoderFallback
{
    /// <summary>The character of a half byte of 0.</summary>
    public const char First = '\uFDD0';

    public override int MaxCharCount => 8;

    public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer();

    private sealed class Buffer : DecoderFallbackBuffer
    {
        private byte[] bytes = [];
        private int next;

        public override int Remaining => (bytes.Length * 2) - next;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            bytes = [.. bytesUnknown];
            next = 0;
            return bytes.Length > 0;
        }

        public override char GetNextChar()
        {
            if (Remaining <= 0)
            {
                return '\0';
            }

            var value = bytes[next / 2];
            return (char)(First + (next++ % 2 == 0 ? value >> 4 : value & 15));
        }

        public override bool MovePrevious()
        {
            next -= next > 0 ? 1 : 0;
            return next > 0;
        }

        public override void Reset() => (bytes, next) = ([], 0);
    }
}
