using System.Collections.Immutable;

namespace Metier.Talent;

/// <summary>What of a profile or a job is given to the encoder: the same wherever it is asked for.</summary>
internal static class TextsToEncode
{
    extension(TextEncoder encoder)
    {
        /// <summary>A profile: its title and what its owner says of it.</summary>
        public ImmutableArray<sbyte> OfProfile(string title, string overview) =>
            encoder.Vector(title + "\n" + overview);

        /// <summary>A job: its title and its description without marks.</summary>
        public ImmutableArray<sbyte> OfJob(string title, string description) =>
            encoder.Vector(title + "\n" + description);
    }
}
