// SPDX-License-Identifier: Apache-2.0
package org.packetloom.process;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * How a process ended, and what it wrote, from {@link ConnectorProcess#run}. The arrays are not
 * copied.
 *
 * @param exitValue its status; 128 and the number of the signal if one ended it
 * @param stdout what it wrote to its standard output, empty if that was redirected
 * @param stderr what it wrote to its standard error, empty if that was redirected
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they came; nobody compares outcomes
public record ProcessOutcome(int exitValue, byte[] stdout, byte[] stderr) {
  /**
   * Whether it says that all went well.
   *
   * @return whether {@link #exitValue()} is 0
   */
  public boolean isSuccess() {
    return exitValue == 0;
  }

  /**
   * Its standard output as text.
   *
   * @return in the encoding of this machine's programs
   */
  public String stdoutText() {
    return new String(stdout, nativeCharset());
  }

  /**
   * Its standard error as text.
   *
   * @return in the encoding of this machine's programs
   */
  public String stderrText() {
    return new String(stderr, nativeCharset());
  }

  private static Charset nativeCharset() {
    return Charset.forName(System.getProperty("native.encoding"), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "exit value " + exitValue + ", " + stdout.length + " and " + stderr.length + " bytes";
  }
}
