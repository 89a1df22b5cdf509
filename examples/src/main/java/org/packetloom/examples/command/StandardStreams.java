// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Where a command reads and prints.
 *
 * @param input bytes of standard input; reading blocks the calling platform thread
 * @param output bytes of standard output, not buffered
 * @param out lines of standard output, flushed at each; a command uses it or {@code output}
 * @param err lines of standard error, flushed at each
 */
public record StandardStreams(
    ReadableByteChannel input, WritableByteChannel output, PrintWriter out, PrintWriter err) {
  /**
   * Whether somebody looks at what is printed, and types what is read.
   *
   * @return false for files, pipes, and streams that are not those of the process
   */
  @SuppressWarnings("SystemConsoleNull") // it is null where jdk.console is java.base
  public boolean isTerminal() {
    return output instanceof FileChannel
        && System.console() != null
        && System.console().isTerminal();
  }

  /**
   * The streams of this process.
   *
   * @return the streams
   */
  public static StandardStreams ofProcess() {
    return new StandardStreams(
        new FileInputStream(FileDescriptor.in).getChannel(),
        new FileOutputStream(FileDescriptor.out).getChannel(),
        new PrintWriter(System.out, true, System.out.charset()),
        new PrintWriter(System.err, true, System.err.charset()));
  }
}
