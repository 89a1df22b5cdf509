// SPDX-License-Identifier: Apache-2.0
/** The {@code packetloom} command: a class for each subcommand, and what they share. */
package org.packetloom.examples.command;
