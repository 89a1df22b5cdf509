// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.asking;

import java.io.IOException;
import java.time.Duration;
import org.packetloom.ConnectorUri;

/** What became of a question to one server. */
public sealed interface Outcome {
  /**
   * Who was asked.
   *
   * @return where it listens
   */
  ConnectorUri server();

  /**
   * It answered.
   *
   * @param server who
   * @param text its answer, without the end of the line
   * @param after how long it took, connecting included
   */
  record Answer(ConnectorUri server, String text, Duration after) implements Outcome {}

  /**
   * The deadline passed before the whole answer had come.
   *
   * @param server who
   * @param soFar what had come of the answer; empty for nothing
   * @param cause tells which wait ended, and how long it took
   */
  record TooLate(ConnectorUri server, String soFar, IOException cause) implements Outcome {}

  /**
   * It cannot be asked, or did not answer to the end.
   *
   * @param server who
   * @param cause why
   */
  record Failed(ConnectorUri server, IOException cause) implements Outcome {}

  /**
   * Others had answered, and nobody waits for this one any more.
   *
   * @param server who
   */
  record NotNeeded(ConnectorUri server) implements Outcome {}
}
