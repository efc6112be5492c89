/**
 * Snapshots on disk: the file that holds a state, the manifest that lists the files, and the order in which both are written. Of what
 * a state consists of it knows only which section says what lies beside the file.
 */
package io.veto.engine.snapshot;
