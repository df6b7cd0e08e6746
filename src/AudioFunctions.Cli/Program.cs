Console.WriteLine("af");
