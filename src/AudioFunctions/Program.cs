Console.WriteLine("AudioFunctions");
