using System.Runtime.CompilerServices;

// The joining in PCM is tested to the sample, before an encoder blurs it.
[assembly: InternalsVisibleTo("AudioFunctions.Core.Tests")]
