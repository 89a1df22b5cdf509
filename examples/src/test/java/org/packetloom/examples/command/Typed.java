// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;

/**
 * What a command typed by a user came to.
 *
 * @param status of the process
 * @param output bytes of standard output that were not printed as lines
 * @param out lines of standard output
 * @param err lines of standard error
 */
record Typed(int status, ByteBuffer output, String out, String err) {
  /** What was printed byte by byte, read as text. */
  String outputText() {
    return UTF_8.decode(output.duplicate()).toString();
  }

  static Typed run(String... arguments) {
    return run(new byte[0], arguments);
  }

  static Typed run(byte[] input, String... arguments) {
    var output = new ByteArrayOutputStream();
    var out = new StringWriter();
    var err = new StringWriter();
    var streams =
        new StandardStreams(
            Channels.newChannel(new ByteArrayInputStream(input)),
            Channels.newChannel(output),
            new PrintWriter(out, true),
            new PrintWriter(err, true));
    int status = CommandTree.execute(streams, arguments);
    return new Typed(status, ByteBuffer.wrap(output.toByteArray()), out.toString(), err.toString());
  }
}
