// SPDX-License-Identifier: Apache-2.0
package org.packetloom.wine.java21;

import java.io.Console;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** What is left of java.base. */
final class Library {
  private static final Pattern LITERAL =
      Pattern.compile("\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%.*)?]?|[0-9.]+");

  private Library() {}

  /** For {@code InetAddress}. */
  @Completes(InetAddress.class)
  public static final class Addresses {
    private Addresses() {}

    @Completes.Static
    public static InetAddress ofLiteral(String literal) {
      if (LITERAL.matcher(literal).matches()) {
        try {
          return InetAddress.getByName(literal); // a literal is not looked up
        } catch (UnknownHostException e) {
          throw new IllegalArgumentException("Invalid IP address literal: " + literal, e);
        }
      }
      throw new IllegalArgumentException("Invalid IP address literal: " + literal);
    }
  }

  /** In Java 21 there is a console only where both its ends are a terminal. */
  @Completes(Console.class)
  public static final class Consoles {
    private Consoles() {}

    public static boolean isTerminal(Console console) {
      return true;
    }
  }

  /** For {@code Reader}. */
  @Completes(Reader.class)
  public static final class Readers {
    private Readers() {}

    public static String readAllAsString(Reader reader) throws IOException {
      var writer = new StringWriter();
      reader.transferTo(writer);
      return writer.toString();
    }
  }

  /** For {@code Process}. */
  @Completes(Process.class)
  public static final class Processes {
    private Processes() {}

    public static boolean waitFor(Process process, Duration limit) throws InterruptedException {
      return process.waitFor(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
    }
  }
}
